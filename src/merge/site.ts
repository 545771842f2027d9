import type { Owner, RenderedFile } from '../model/files.js';
import type { DiskEntry } from './change.js';
import type { FormatOf } from './merge.js';
import type { FileState, Hash } from './state.js';

/** What the user asks for, file by file. */
export interface Wishes {
  /** Written as rendered, whatever is there and even though the user had deleted it. */
  readonly restore?: ReadonlySet<string>;
  /** Whose file it is from now on; `default` is the template's choice. */
  readonly own?: ReadonlyMap<string, Owner | 'default'>;
  /** How the conflicts in these files were decided. */
  readonly resolve?: ReadonlyMap<string, Resolution>;
}

/** `mine` keeps the file as it is now, `theirs` takes what is rendered, a text is written as it is. */
export type Resolution = 'mine' | 'theirs' | { readonly text: string };

export interface PlanContext {
  readonly hash: Hash;
  /** Version of the template that rendered. */
  readonly version: string;
  /** The pristine rendering of that hash; `undefined` where it is lost. */
  readonly baseOf: (hash: string) => string | undefined;
  /** What is known of the text at a path. Default: nothing. */
  readonly formatOf?: FormatOf;
  /** Whether a conflict is set aside, so that the file goes on working, or written into the file. Default: `aside`. */
  readonly conflict?: 'aside' | 'inline';
  /** Whether a file that was there before waits for a decision, or stops the plan. Default: `aside`. */
  readonly foreign?: 'aside' | 'refuse';
  readonly wishes?: Wishes;
  /** What earlier runs set aside, by its path below .lge. */
  readonly asides?: ReadonlySet<string>;
}

/** One path, seen from three sides: remembered (B), on disk (O), rendered now (T). */
export interface Site {
  readonly path: string;
  readonly base?: FileState;
  readonly disk?: DiskEntry;
  /** It was there until now: B and O are of that path. */
  readonly from?: string;
}

export interface Wanted extends Site {
  readonly file: RenderedFile;
  /** The line in the state when what is rendered has become the base. */
  readonly state: FileState;
}

export type TextFile = Extract<DiskEntry, { kind: 'file' }>;
