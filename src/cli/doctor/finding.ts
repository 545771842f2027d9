/** `note`: good to know; `warning`: it works, but look at it; `problem`: something will not work. */
export type State = 'ok' | 'note' | 'warning' | 'problem';

/** Public in `--json`: keys and checks are added, and never change their meaning. */
export interface Finding {
  /** The check that found it. */
  readonly check: string;
  readonly state: State;
  readonly message: string;
  /** The way out. */
  readonly hint?: string;
}
