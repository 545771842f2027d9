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
 * Why a plan is not applied at all:
 * - `edited`: a managed file was edited.
 * - `not-ours`: there is a file that we did not write where a new project wants one.
 * - `not-a-file`: a folder, a link, or something that is no text is in the way.
 * - `outside`: the path leads out of the project.
 * - `not-json`: keys cannot be added to what is not JSON.
 * - `twice`: another component of .projenrc.ts writes the same file.
 * - `unreadable-state`: .lge/state.json cannot be read, so nobody knows what is whose.
 * - `newer-state`: a newer version of this package wrote the project.
 * - `no-such-file`: what was asked for by name is no file of the stack.
 * - `no-conflict`: a choice was made where there is nothing to choose.
 * - `moved-on`: a conflict was resolved, but the template has something else now than when it arose.
 * - `has-markers`: a conflict was said to be resolved, but its markers are still there.
 */
export type Reason =
  | 'edited'
  | 'not-ours'
  | 'not-a-file'
  | 'outside'
  | 'not-json'
  | 'twice'
  | 'unreadable-state'
  | 'newer-state'
  | 'no-such-file'
  | 'no-conflict'
  | 'moved-on'
  | 'has-markers';

/**
 * Why one file waits for a decision, while the others are written:
 * - `both-changed`: the user and the template changed the same lines.
 * - `unsound`: their lines merge, but the result would say what neither meant.
 * - `not-ours`: there is a file that we did not write where the stack wants one.
 * - `no-base`: what was rendered last is lost, so nobody can tell who changed what.
 * - `no-text`: the user's file is not text, or too large to be merged.
 * - `markers`: the conflict was written into the file, and is still there.
 */
export type ConflictReason = 'both-changed' | 'unsound' | 'not-ours' | 'no-base' | 'no-text' | 'markers';

interface About {
  readonly path: string;
  readonly owner: Owner;
  /** The line in the state once this is applied; absent where there is none any more. */
  readonly state?: FileState;
}

export interface Write {
  readonly content: string;
  readonly executable: boolean;
  /** What the plan saw, absent where there was nothing; nothing is written when the disk has moved on since. */
  readonly before?: string;
}

export type Change =
  /** `from`: the file was there until now; a `delete` goes with it. */
  | ({ readonly kind: 'create'; readonly from?: string } & About & Write)
  /** `merged`: with edits of the user's, which are in `content`. */
  | ({ readonly kind: 'update'; readonly before: string; readonly merged?: true } & About & Write)
  /** It is on disk already, to the byte: only the state learns of it. */
  | ({ readonly kind: 'adopt' } & About)
  /** The user's edits stay; the template has nothing new for this file. */
  | ({ readonly kind: 'keep' } & About)
  | ({ readonly kind: 'same' } & About)
  /** `to`: where it is from now on. */
  | ({ readonly kind: 'delete'; readonly before: string; readonly to?: string } & About)
  /** The stack has it no longer, the user had edited it: theirs from now on. */
  | ({ readonly kind: 'orphan' } & About)
  | ({ readonly kind: 'deleted-by-user' } & About)
  /** Neither the stack nor the disk has it any more. */
  | ({ readonly kind: 'forget' } & About)
  | ({ readonly kind: 'conflict' } & Conflict & About)
  | ({ readonly kind: 'refuse'; readonly reason: Reason } & About);

/** The user's file stays as it is; `write` is the exception, where the user wants the markers in it, or it moves. */
interface Conflict {
  readonly reason: ConflictReason;
  /** What `unsound` means here. */
  readonly fault?: string;
  /** Written below .lge for the user to look at; absent where it is there already. */
  readonly aside?: Aside;
  readonly write?: Write & { readonly from?: string };
}

export interface Aside {
  readonly path: string;
  readonly content: string;
}

export type Refusal = Extract<Change, { kind: 'refuse' }>;
export type ConflictChange = Extract<Change, { kind: 'conflict' }>;

/** Empty when the plan may be applied. One refusal stops the whole plan. */
export function refusals(changes: readonly Change[]): readonly Refusal[] {
  return changes.filter((change) => change.kind === 'refuse');
}

/** The files that wait for a decision of the user's. */
export function conflicts(changes: readonly Change[]): readonly ConflictChange[] {
  return changes.filter((change) => change.kind === 'conflict');
}

/** What is written below .lge for the user to look at. */
export function asidesOf(changes: readonly Change[]): readonly Aside[] {
  return conflicts(changes).flatMap(({ aside }) => aside ?? []);
}

/** What applying the change writes at its path; `undefined` where it writes nothing there. */
export function writeOf(change: Change): Write | undefined {
  if (change.kind === 'create' || change.kind === 'update') return change;
  return change.kind === 'conflict' ? change.write : undefined;
}

/** Whether applying the change writes or removes the file itself. */
export function touchesDisk(change: Change): boolean {
  return change.kind === 'delete' || writeOf(change) !== undefined;
}
