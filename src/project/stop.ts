/** Nothing can be written, and the user has to change something first. Not a fault of ours: no stack trace is shown. */
export class Stop extends Error {
  public override readonly name = 'Stop';
  /** 2: the options are wrong; 5: refused, because lines of the user's would be lost; 6: somebody has to answer. */
  public readonly exitCode: 2 | 5 | 6;

  public constructor(message: string, exitCode: 2 | 5 | 6) {
    super(message);
    this.exitCode = exitCode;
  }
}
