export type Kind =
  | 'refused'
  | 'conflict'
  | 'stale'
  | 'damaged'
  | 'unfinished'
  | 'outdated'
  | 'unknown'
  | 'customised'
  | 'deleted'
  | 'orphaned';

/** Public in `--json`: keys and kinds are added, and never change their meaning. */
export interface Finding {
  readonly kind: Kind;
  /** Absent where it is about the project. */
  readonly path?: string;
  readonly message: string;
  /** The way out of this one. */
  readonly hint?: string;
}
