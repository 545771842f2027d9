/** Somebody's repository as texts, so that all that is read from it is a function of its arguments. */
export interface Repository {
  /** Every file that git does not ignore; relative to the root, with forward slashes, sorted. */
  readonly files: readonly string[];
  /** A file's text with LF line ends; undefined where there is none, or where it is no text or larger than 1 MiB. */
  readonly read: (path: string) => string | undefined;
}
