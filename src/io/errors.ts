/** The disk is not as it was planned for. Nothing was written; another run plans anew. */
export class StaleError extends Error {
  public override readonly name = 'StaleError';
}

/** The system did not let us write, or what we need for it is damaged. */
export class WriteError extends Error {
  public override readonly name = 'WriteError';
}

/** The system did not let us read. Nothing was written. */
export class ReadError extends Error {
  public override readonly name = 'ReadError';
}

/** There is no such backup, or it has no such file. */
export class NoBackupError extends Error {
  public override readonly name = 'NoBackupError';
}

/** Taking a run back would lose what was changed since. Nothing was written. */
export class EditedError extends Error {
  public override readonly name = 'EditedError';
  public readonly paths: readonly string[];

  public constructor(message: string, paths: readonly string[]) {
    super(message);
    this.paths = paths;
  }
}

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Make room, then run it again.'],
  EDQUOT: ['your share of the disk is used up', 'Make room, then run it again.'],
  EISDIR: ['there is a folder', 'Move it away, then run it again.'],
  ENOTDIR: ['there is a file where a folder should be', 'Move it away, then run it again.'],
  EROFS: ['the file system is read-only', 'Make it writable, then run it again.'],
  EACCES: ['you may not write there', 'Look at the permissions of the file and its folder, then run it again.'],
  EPERM: ['the system does not allow it', 'Look at the attributes of the file and its folder, then run it again.'],
};

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** Why the system refuses, and what to do about it. */
export function reasonOf(error: NodeJS.ErrnoException): readonly [reason: string, hint: string] {
  return reasons[error.code ?? ''] ?? [error.message.replace(/^[A-Z]+: /, ''), 'Mend that, then run it again.'];
}

/** What the system said, with the place and the way out; anything else, such as a bug of ours, stays as it is. */
export function writeError(error: unknown, path: string, outcome = 'Nothing was written.'): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof WriteError) return error;
  const [reason, hint] = reasonOf(error as NodeJS.ErrnoException);
  return new WriteError(`${path} cannot be written: ${reason} (${code}). ${outcome}\n  ${hint}`, { cause: error });
}

/** The same, of what was to be read. */
export function readError(error: unknown, path: string): unknown {
  if (codeOf(error) === undefined) return error;
  const [reason, hint] = reasonOf(error as NodeJS.ErrnoException);
  return new ReadError(`✗ ${path} cannot be read: ${reason} (${codeOf(error)}). Nothing was written.\n  ${hint}`, {
    cause: error,
  });
}
