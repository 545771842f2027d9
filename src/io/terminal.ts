import type { Diagnostic } from '../model/diagnostic.js';

/** Where a command speaks: streams are arguments, so that tests need no terminal. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Style {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Colours on a terminal that wants them; see no-color.org. */
export function styleFor(output: Output, env: Readonly<Record<string, string | undefined>>): Style {
  const on = output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const paint = (code: number) => (text: string) => (on ? `\u001B[${code}m${text}\u001B[0m` : text);
  return { red: paint(31), yellow: paint(33), green: paint(32), dim: paint(2), bold: paint(1) };
}

/** Every mistake with its place, what is wrong, and the way out. */
export function describe(diagnostics: readonly Diagnostic[], file: string, style: Style): string {
  const lines = diagnostics.map(({ severity, path, message, hint }) => {
    const mark = severity === 'error' ? style.red('✗') : style.yellow('!');
    return `${mark} ${style.bold(path.join('.') || file)}: ${message}\n  ${hint}\n`;
  });
  return lines.join('');
}
