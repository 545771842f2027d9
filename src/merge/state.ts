import type { Owner } from '../model/files.js';

/** What is remembered of one file that we wrote. */
export interface FileState {
  readonly owner: Owner;
  /** SHA-256 of the last pristine rendering, with LF line ends. */
  readonly base: string;
  readonly executable: boolean;
  /** Version of the template that first rendered this base. */
  readonly version: string;
  /**
   * - `deleted`: by the user; never written again.
   * - `orphaned`: the stack has it no longer, but the user had edited it; theirs from then on.
   */
  readonly status?: 'deleted' | 'orphaned';
}

/** By path, as committed in .lge/state.json. */
export type State = ReadonlyMap<string, FileState>;

/** SHA-256 in hex. An argument, because Node and a browser compute it differently. */
export type Hash = (text: string) => string;

/** Where the state is, relative to the project. */
export const STATE_FILE = '.lge/state.json';

/** The pristine renderings, one a file, named by their hash. */
export const OBJECTS = '.lge/objects';

const FORMAT = 1;
const owners: ReadonlySet<unknown> = new Set<Owner>(['managed', 'merged', 'seed', 'added']);

/** One line a file, sorted: a diff shows which files changed, and two branches seldom touch the same line. */
export function formatState(state: State): string {
  const lines = [...state]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { owner, base, executable, version, status }]) => {
      const line = { owner, base, ...(executable && { executable }), version, ...(status && { status }) };
      return `    ${JSON.stringify(path)}: ${JSON.stringify(line)}`;
    });
  return `{\n  "format": ${FORMAT},\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function readLine(value: unknown): FileState | undefined {
  const {
    owner,
    base,
    executable = false,
    version,
    status,
  } = (value ?? {}) as Partial<Record<keyof FileState, unknown>>;
  if (!owners.has(owner) || typeof base !== 'string' || typeof version !== 'string') return undefined;
  if (typeof executable !== 'boolean' || !/^[0-9a-f]{64}$/.test(base)) return undefined;
  if (status !== undefined && status !== 'deleted' && status !== 'orphaned') return undefined;
  return { owner: owner as Owner, base, executable, version, ...(status && { status }) };
}

/** `undefined` where the text is no state, or that of a newer version. */
export function parseState(text: string): State | undefined {
  try {
    const { format, files } = JSON.parse(text) as { readonly format?: unknown; readonly files?: object };
    if (format !== FORMAT || typeof files !== 'object') return undefined;
    const state = new Map<string, FileState>();
    for (const [path, value] of Object.entries(files)) {
      const line = readLine(value);
      if (!line) return undefined;
      state.set(path, line);
    }
    return state;
  } catch {
    return undefined;
  }
}
