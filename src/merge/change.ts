import type { Owner } from '../model/files.js';
import type { FileState } from './state.js';

/** What is found at a path; a path at which there is nothing is absent. */
export type DiskEntry =
  | {
      readonly kind: 'file';
      readonly content: string;
      /** Absent where the file system knows no such thing. */
      readonly executable?: boolean;
    }
  /** A file that is not UTF-8 text. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'link' }
  /** A file where the path wants a folder, or a device, a socket and the like. */
  | { readonly kind: 'blocked' }
  /** The path leads out of the project, by itself or through a link. */
  | { readonly kind: 'outside' };

/** By path, relative to the project, with forward slashes. */
export type Disk = ReadonlyMap<string, DiskEntry>;

/**
 * - `conflict`: both the template and the user changed the file.
 * - `not-ours`: there is a file that we did not write where the stack wants one.
 * - `edited`: a managed file was edited.
 * - `not-a-file`: a folder, a link, or something that is no text is in the way.
 * - `outside`: the path leads out of the project.
 * - `not-json`: keys cannot be added to what is not JSON.
 * - `twice`: another component of .projenrc.ts writes the same file.
 * - `unreadable-state`: .lge/state.json cannot be read, so nobody knows what is whose.
 */
export type Reason =
  'conflict' | 'not-ours' | 'edited' | 'not-a-file' | 'outside' | 'not-json' | 'twice' | 'unreadable-state';

interface About {
  readonly path: string;
  readonly owner: Owner;
  /** The line in the state once this is applied; absent where there is none any more. */
  readonly state?: FileState;
}

interface Write extends About {
  readonly content: string;
  readonly executable: boolean;
}

export type Change =
  | ({ readonly kind: 'create' } & Write)
  /** `before` is what the plan saw; nothing is written when the disk has moved on since. */
  | ({ readonly kind: 'update'; readonly before: string } & Write)
  /** It is on disk already, to the byte: only the state learns of it. */
  | ({ readonly kind: 'adopt' } & About)
  /** The user's edits stay; the template has nothing new for this file. */
  | ({ readonly kind: 'keep' } & About)
  | ({ readonly kind: 'same' } & About)
  | ({ readonly kind: 'delete'; readonly before: string } & About)
  /** The stack has it no longer, the user had edited it: theirs from now on. */
  | ({ readonly kind: 'orphan' } & About)
  | ({ readonly kind: 'deleted-by-user' } & About)
  /** Neither the stack nor the disk has it any more. */
  | ({ readonly kind: 'forget' } & About)
  | ({ readonly kind: 'refuse'; readonly reason: Reason } & About);

export type Refusal = Extract<Change, { kind: 'refuse' }>;

/** Empty when the plan may be applied. One refusal stops the whole plan. */
export function refusals(changes: readonly Change[]): readonly Refusal[] {
  return changes.filter((change) => change.kind === 'refuse');
}

/** Whether applying the change writes or removes the file itself. */
export function touchesDisk({ kind }: Change): boolean {
  return kind === 'create' || kind === 'update' || kind === 'delete';
}
