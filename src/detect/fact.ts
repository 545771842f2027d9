/** Where a fact was read. */
export interface Evidence {
  readonly file: string;
  /** From 1; absent where the file's being there says it. */
  readonly line?: number;
}

/**
 * How sure a fact is:
 * - `certain`: the file says it in so many words.
 * - `likely`: the usual reading of what the file says; another is possible.
 * - `guessed`: nothing contradicts it.
 */
export type Sureness = 'certain' | 'likely' | 'guessed';

/** Something that a tree says of itself. */
export interface Fact<T> {
  readonly value: T;
  readonly sure: Sureness;
  /** The one place to look at. */
  readonly evidence: Evidence;
}
