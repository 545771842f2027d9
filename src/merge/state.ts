import parse from 'semver/functions/parse.js';
import { owners, type Owner } from '../model/files.js';
import { normalise } from './text.js';

/** What is remembered of one file that we wrote. */
export interface FileState {
  readonly owner: Owner;
  /** The user chose the owner. */
  readonly chosen?: true;
  /** SHA-256 of the last pristine rendering, with LF line ends. */
  readonly base: string;
  readonly executable: boolean;
  /** Version of the template that first rendered this base. */
  readonly version: string;
  /** What the file is rendered from, where that outlives its path: a folder may get another name. */
  readonly source?: string;
  /**
   * - `deleted`: by the user; never written again.
   * - `orphaned`: the stack has it no longer, but the user had edited it; theirs from then on.
   * - `conflict`: it waits for a decision; `incoming` is the hash of the rendering that it waits with.
   * - `foreign`: a conflict without a base, because the file was there before; `base` was never written.
   */
  readonly status?: 'deleted' | 'orphaned' | 'conflict' | 'foreign';
  readonly incoming?: string;
}

/** By path, as committed in .lge/state.json. */
export type State = ReadonlyMap<string, FileState>;

/** SHA-256 in hex. An argument, because Node and a browser compute it differently. */
export type Hash = (text: string) => string;

/** Ours, in the user's project. */
export const FOLDER = '.lge';

/** Where the state is, relative to the project. */
export const STATE_FILE = `${FOLDER}/state.json`;

/** The pristine renderings, one a file, named by their hash. */
export const OBJECTS = `${FOLDER}/objects`;

/** Merges with markers, for the user to decide. */
export const CONFLICTS = `${FOLDER}/conflicts`;

/** What would be written where something is that cannot be merged. */
export const INCOMING = `${FOLDER}/incoming`;

const FORMAT = 1;
const known: ReadonlySet<unknown> = new Set(owners);
const statuses: ReadonlySet<unknown> = new Set<FileState['status']>([
  undefined,
  'deleted',
  'orphaned',
  'conflict',
  'foreign',
]);

/** One line a file, sorted, and the version that writes it: a diff shows which files changed, and two branches seldom touch the same line. */
export function formatState(state: State, version: string): string {
  const lines = [...state]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { owner, chosen, base, executable, version, source, status, incoming }]) => {
      const line = {
        owner,
        ...(chosen && { chosen }),
        base,
        ...(executable && { executable }),
        version,
        ...(source !== undefined && { source }),
        ...(status && { status }),
        ...(incoming !== undefined && { incoming }),
      };
      return `    ${JSON.stringify(path)}: ${JSON.stringify(line)}`;
    });
  return `{\n  "format": ${FORMAT},\n  "version": ${JSON.stringify(version)},\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isTextOrAbsent = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

function readLine(value: unknown): FileState | undefined {
  const { owner, chosen, base, executable, version, source, status, incoming } = (value ?? {}) as Partial<
    Record<keyof FileState, unknown>
  >;
  if (!known.has(owner) || !isHash(base) || typeof version !== 'string' || !statuses.has(status)) return undefined;
  if (![undefined, true, false].includes(executable as boolean) || !isTextOrAbsent(source)) return undefined;
  if (incoming !== undefined && !isHash(incoming)) return undefined;
  return {
    owner: owner as Owner,
    ...(chosen === true && { chosen }),
    base,
    executable: executable === true,
    version,
    ...(source !== undefined && { source }),
    ...(status !== undefined && { status: status as NonNullable<FileState['status']> }),
    ...(incoming !== undefined && { incoming }),
  };
}

/** As JSON, in whatever layout: a formatter may have been at it. */
function readJson(text: string): State | undefined {
  const { format, files } = JSON.parse(text) as { readonly format?: unknown; readonly files?: object };
  if (format !== FORMAT || typeof files !== 'object') return undefined;
  const state = new Map<string, FileState>();
  for (const [path, value] of Object.entries(files)) {
    const line = readLine(value);
    if (!line) return undefined;
    state.set(path, line);
  }
  return state;
}

const ENTRY = /^\s*("(?:[^"\\]|\\.)*"): (\{.*\}),?$/;
/** What is around the entries, each line once: git may show it for either side. */
const FRAME = `{"format": ${FORMAT},"files": {}`;

/**
 * The lines of either side where git left conflict markers; what its diff3 style shows of the common ancestor is
 * neither's.
 */
function ofBothSides(text: string): readonly string[] {
  let isAncestor = false;
  return text.split('\n').filter((line) => {
    if (/^\|{7}(?: |$)/.test(line)) isAncestor = true;
    const isMarker = /^(?:<{7}|\|{7}|>{7})(?: |$)/.test(line) || line === '=======';
    if (line === '=======') isAncestor = false;
    return !isMarker && !isAncestor;
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Line by line, as we write it: also with conflict markers in it, or as hands leave it that took those out and forgot a
 * comma. Both branches' files count. Where both have a line for the same file, that of the newer template does: the
 * working copy has what came with it, or a conflict of its own.
 */
function readLines(text: string): State | undefined {
  const state = new Map<string, FileState>();
  const frame: string[] = [];
  for (const line of ofBothSides(text)) {
    const entry = ENTRY.exec(line);
    if (!entry) {
      // Which version wrote it is told by `versionOf`; torn, there are two such lines.
      if (!/^\s*"version": "[^"]*",?$/.test(line)) frame.push(line.trim());
      continue;
    }
    const [path, value] = [json(entry[1]!), json(entry[2]!)];
    const read = readLine(value);
    if (typeof path !== 'string' || !read) return undefined;
    const other = state.get(path);
    if (!other || compareVersions(other.version, read.version) < 0) state.set(path, read);
  }
  return [...new Set(frame)].join('') === FRAME ? state : undefined;
}

/** `undefined` where the text is no state, or that of a newer version. */
export function parseState(text: string): State | undefined {
  const plain = normalise(text);
  for (const read of [readLines, readJson])
    try {
      const state = read(plain);
      if (state) return state;
    } catch {
      // Not JSON, or not to be read that way.
    }
  return undefined;
}

/** By precedence as semver.org defines it; negative where `a` is the older, 0 where one of them is no version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  return left && right ? left.compare(right) : 0;
}

/**
 * The version that wrote a state last, from its text; where two branches disagree, the newer one. `undefined` where it
 * does not say.
 */
export function versionOf(text: string): string | undefined {
  const versions = [...text.matchAll(/^ {2}"version": "([^"]*)",?\r?$/gm)].map(([, version = '']) => version);
  return versions.sort(compareVersions).at(-1);
}
