import type { RenderedFile } from '../model/files.js';
import { addTo } from './add.js';
import type { Change, Disk, DiskEntry, Reason } from './change.js';
import { isProjectPath } from './path.js';
import type { FileState, Hash, State } from './state.js';
import { dressedAs, normalise } from './text.js';

export interface PlanContext {
  readonly hash: Hash;
  /** Version of the template that rendered. */
  readonly version: string;
}

/** One path, seen from three sides: remembered (B), on disk (O), rendered now (T). */
interface Site {
  readonly path: string;
  readonly base?: FileState;
  readonly disk?: DiskEntry;
  readonly hash: Hash;
}

interface Wanted extends Site {
  readonly file: RenderedFile;
  /** The line in the state when what is rendered has become the base. */
  readonly state: FileState;
}

type TextFile = Extract<DiskEntry, { kind: 'file' }>;

function stateOf(
  { owner, content, executable = false }: RenderedFile,
  base: FileState | undefined,
  { hash, version }: PlanContext,
): FileState {
  const next = { owner, base: hash(normalise(content)), executable };
  const same = base?.base === next.base && base.executable === executable;
  return { ...next, version: same ? base.version : version };
}

function isSameState(a: FileState, b: FileState | undefined): boolean {
  return (
    a.owner === b?.owner &&
    a.base === b.base &&
    a.executable === b.executable &&
    a.version === b.version &&
    a.status === b.status
  );
}

function refuse({ path, base, file }: Wanted, reason: Reason): Change {
  return { kind: 'refuse', path, owner: file.owner, reason, ...(base && { state: base }) };
}

function create({ path, file, state }: Wanted): Change {
  return { kind: 'create', path, owner: file.owner, state, content: file.content, executable: state.executable };
}

/** Nothing to write: `adopt` when the state learns something, else `same`. */
function settled({ path, base, file, state }: Wanted): Change {
  return { kind: isSameState(state, base) ? 'same' : 'adopt', path, owner: file.owner, state };
}

function missing(site: Wanted): Change {
  const { path, base, file } = site;
  if (!base) return create(site);
  return { kind: 'deleted-by-user', path, owner: file.owner, state: { ...base, status: 'deleted' } };
}

/** The user's mode stays where they changed it; elsewhere it follows the template. */
function modeFor({ base, state }: Wanted, { executable }: TextFile): boolean {
  return base && executable !== undefined && executable !== base.executable ? executable : state.executable;
}

function write(site: Wanted, found: TextFile, content: string, otherwise: Change): Change {
  const { path, file, state } = site;
  const executable = modeFor(site, found);
  const sameMode = found.executable === undefined || found.executable === executable;
  if (content === found.content && sameMode) return otherwise;
  return { kind: 'update', path, owner: file.owner, state, before: found.content, content, executable };
}

/** The user's file, to which ours is added. Once added, what they took out stays out until the template has more. */
function planAdded(site: Wanted, found: TextFile): Change {
  const { path, base, file, state } = site;
  if (base?.base === state.base) return settled(site);
  const content = addTo(path, found.content, file.content);
  return content === undefined ? refuse(site, 'not-json') : write(site, found, content, settled(site));
}

function planShared(site: Wanted, found: TextFile): Change {
  const { path, base, file, state, hash } = site;
  const here = hash(normalise(found.content));
  if (here === state.base) return write(site, found, found.content, settled(site));
  if (!base) return refuse(site, 'not-ours');
  if (file.owner === 'managed' && here !== base.base) return refuse(site, 'edited');
  if (here === base.base) return write(site, found, dressedAs(found.content, file.content), settled(site));
  if (state.base === base.base)
    return write(site, found, found.content, { kind: 'keep', path, owner: file.owner, state });
  return refuse(site, 'conflict');
}

/** Something that is no text and that we cannot have written: it differs from whatever we remember or render. */
function planBinary(site: Wanted): Change {
  const { path, base, file, state } = site;
  if (file.owner === 'added') return refuse(site, 'not-a-file');
  if (!base) return refuse(site, 'not-ours');
  if (file.owner === 'managed') return refuse(site, 'edited');
  return state.base === base.base ? { kind: 'keep', path, owner: file.owner, state } : refuse(site, 'conflict');
}

function planWanted(site: Wanted): Change {
  const { path, base, disk, file, state, hash } = site;
  if (file.owner === 'seed' && base) return { kind: 'same', path, owner: 'seed', state: { ...base, owner: 'seed' } };
  if (!isProjectPath(path) || disk?.kind === 'outside') return refuse(site, 'outside');
  if (!disk) return missing(site);
  if (disk.kind === 'directory' || disk.kind === 'link' || disk.kind === 'blocked') return refuse(site, 'not-a-file');
  if (file.owner === 'seed') {
    const same = disk.kind === 'file' && hash(normalise(disk.content)) === state.base;
    return { kind: same ? 'adopt' : 'keep', path, owner: 'seed', state };
  }
  if (disk.kind === 'binary') return planBinary(site);
  return file.owner === 'added' ? planAdded(site, disk) : planShared(site, disk);
}

/** The stack has no such file any more. */
function planGone({ path, base, disk, hash }: Site & { readonly base: FileState }): Change {
  const about = { path, owner: base.owner };
  if (base.owner === 'seed' || base.owner === 'added' || !isProjectPath(path)) return { kind: 'forget', ...about };
  if (!disk) return base.status === 'deleted' ? { kind: 'same', ...about, state: base } : { kind: 'forget', ...about };
  if (base.status === 'orphaned') return { kind: 'same', ...about, state: base };
  if (disk.kind === 'file' && hash(normalise(disk.content)) === base.base)
    return { kind: 'delete', ...about, before: disk.content };
  // Remembered, so that their edits are known as such should the stack have the file again.
  return { kind: 'orphan', ...about, state: { ...base, status: 'orphaned' } };
}

function byPath(rendered: readonly RenderedFile[]): ReadonlyMap<string, RenderedFile> {
  const files = new Map(rendered.map((file) => [file.path, file]));
  if (files.size !== rendered.length) throw new Error('A path is rendered twice.');
  for (const path of files.keys())
    for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1))
      if (files.has(path.slice(0, end)))
        throw new Error(`${path.slice(0, end)} is rendered as a file and as a folder.`);
  return files;
}

/**
 * What has to be done, file by file and sorted by path, so that the disk holds what is rendered and every line of the
 * user's. Nothing is merged yet: a file that both sides changed is refused. Pure.
 */
export function planChanges(
  base: State,
  disk: Disk,
  rendered: readonly RenderedFile[],
  context: PlanContext,
): readonly Change[] {
  const files = byPath(rendered);
  const paths = [...new Set([...base.keys(), ...files.keys()])].sort((a, b) => (a < b ? -1 : 1));
  return paths.map((path) => {
    const remembered = base.get(path);
    const found = disk.get(path);
    const site = { path, hash: context.hash, ...(remembered && { base: remembered }), ...(found && { disk: found }) };
    const file = files.get(path);
    if (file) return planWanted({ ...site, file, state: stateOf(file, remembered, context) });
    if (remembered) return planGone({ ...site, base: remembered });
    throw new Error(`${path} is neither remembered nor rendered.`);
  });
}

/** The paths of which a plan wants to know what is on disk. Seeds that were written once are not looked at again. */
export function pathsToRead(base: State, rendered: readonly RenderedFile[]): readonly string[] {
  const wanted = new Map(rendered.map(({ path, owner }) => [path, owner]));
  const unread = (path: string): boolean => base.has(path) && (wanted.get(path) ?? base.get(path)?.owner) === 'seed';
  return [...new Set([...wanted.keys(), ...base.keys()])].filter((path) => !unread(path));
}
