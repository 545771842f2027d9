import type { Stack } from './stack.js';

/**
 * - `managed`: always ours; an edit is refused, never overwritten.
 * - `merged`: shared with the user.
 * - `seed`: written once, the user's from then on.
 * - `added`: the user's own file, to which lines or keys of ours are added and none removed.
 */
export type Owner = (typeof owners)[number];

export const owners = ['managed', 'merged', 'seed', 'added'] as const;

export interface RenderedFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  /** For `added`: the whole file when there is none yet, and what an existing one must contain. */
  readonly content: string;
  readonly owner: Owner;
  readonly executable?: boolean;
  /** What it is rendered from, where that outlives its path: a folder may get another name, and the file moves along. */
  readonly source?: string;
  /** Paths that it had in earlier versions of the template. */
  readonly formerly?: readonly string[];
}

/** A file that a definition brings: from a template of templates/, or as it is. */
export type ServiceFile = {
  readonly path: string;
  readonly owner: Owner;
  readonly executable?: boolean;
} & (FromTemplate | { readonly content: string });

export interface FromTemplate {
  /** Below templates/, without `.hbs`. */
  readonly template: string;
  /** Everything that the template names; a name that is missing is an error. */
  readonly view?: Readonly<Record<string, unknown>>;
  /** A word that is called otherwise in this stack. */
  readonly rename?: { readonly from: string; readonly to: string };
}

/** Reads the stack and nothing else: no clock, no disk, no environment. */
export type Renderer = (stack: Stack) => readonly RenderedFile[];
