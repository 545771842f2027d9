import type { Change, Disk } from '../merge/change.js';

/** A file of the user's that changes along with the stack, such as lge.stack.json when a key got another name. */
export interface Edit {
  readonly path: string;
  readonly before: string;
  readonly content: string;
}

/** By path. */
export const inOrder = (a: Change, b: Change): number => (a.path < b.path ? -1 : 1);

/** The disk as it is to be planned for: what changes along is there already. */
export function overlaid(disk: Disk, edits: readonly Edit[]): Disk {
  const next = new Map(disk);
  for (const { path, content } of edits) {
    const entry = disk.get(path);
    if (entry?.kind === 'file') next.set(path, { ...entry, content });
  }
  return next;
}

/** One write for a file that changes along and is the stack's as well. */
function withEdit(change: Change | undefined, { path, before, content }: Edit, executable: boolean): Change {
  const write = { path, before, executable } as const;
  if (!change) return { kind: 'update', ...write, owner: 'seed', content };
  const { owner, state } = change;
  const line = state && { state };
  if (change.kind === 'update') return { ...change, before };
  return change.kind === 'refuse' ? change : { kind: 'update', ...write, owner, ...line, content };
}

export function withEdits(changes: readonly Change[], edits: readonly Edit[], disk: Disk): readonly Change[] {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  for (const edit of edits) {
    const entry = disk.get(edit.path);
    const executable = entry?.kind === 'file' && entry.executable === true;
    byPath.set(edit.path, withEdit(byPath.get(edit.path), edit, executable));
  }
  return [...byPath.values()].sort(inOrder);
}
