/** Whoever is asked wants the question before this one. */
export class Back extends Error {
  public override readonly name = 'Back';
}
