import type { RenderedFile } from '../model/files.js';
import { planAdded, planSeed, planShared, planBinary, refuse } from './decide.js';
import type { Change, Disk, DiskEntry } from './change.js';
import { isProjectPath } from './path.js';
import { renames } from './rename.js';
import type { PlanContext, Site, Wanted } from './site.js';
import type { FileState, State } from './state.js';
import { normalise } from './text.js';
import { planWish, strangers } from './wish.js';

function ownerOf(
  file: RenderedFile,
  base: FileState | undefined,
  { wishes }: PlanContext,
): Pick<FileState, 'owner' | 'chosen'> {
  const wish = wishes?.own?.get(file.path);
  if (wish === 'default') return { owner: file.owner };
  if (wish !== undefined) return { owner: wish, chosen: true };
  return base?.chosen ? { owner: base.owner, chosen: true } : { owner: file.owner };
}

/** The line in the state when what is rendered has become the base. */
function stateOf(file: RenderedFile, base: FileState | undefined, context: PlanContext): FileState {
  const { content, executable = false, source } = file;
  const next = { base: context.hash(normalise(content)), executable };
  const same = base?.base === next.base && base.executable === executable;
  return {
    ...ownerOf(file, base, context),
    ...next,
    version: same ? base.version : context.version,
    ...(source !== undefined && { source }),
  };
}

function planWanted(site: Wanted, context: PlanContext): Change {
  const { path, base, disk, state } = site;
  const { owner } = state;
  const wish = planWish(site, context);
  if (wish) return wish;
  if (owner === 'seed' && base && !site.from) return { kind: 'same', path, owner, state: lineOf(base, state) };
  if (!isProjectPath(path) || disk?.kind === 'outside') return refuse(site, 'outside');
  if (disk?.kind === 'directory' || disk?.kind === 'link' || disk?.kind === 'blocked')
    return refuse(site, 'not-a-file');
  // What waited because the user had a file there was never written: without theirs, nothing is in its way.
  if (!disk && base && base.status !== 'foreign')
    return { kind: 'deleted-by-user', path, owner, state: { ...lineOf(base, state), status: 'deleted' } };
  if (!disk) return { kind: 'create', path, owner, state, content: site.file.content, executable: state.executable };
  if (owner === 'seed') return planSeed(site, context);
  if (disk.kind === 'binary') return planBinary(site, context);
  return owner === 'added' ? planAdded(site, disk) : planShared(site, disk, context);
}

/** What is remembered goes on being so, whoever owns the file now; a decision that was pending is over. */
function lineOf({ base, executable, version, source }: FileState, { owner, chosen }: FileState): FileState {
  return { owner, ...(chosen && { chosen }), base, executable, version, ...(source !== undefined && { source }) };
}

/** The stack has no such file any more. */
function planGone({ path, base, disk }: Site & { readonly base: FileState }, { hash }: PlanContext): Change {
  const about = { path, owner: base.owner };
  if (base.owner === 'seed' || base.owner === 'added' || !isProjectPath(path)) return { kind: 'forget', ...about };
  if (!disk) return base.status === 'deleted' ? { kind: 'same', ...about, state: base } : { kind: 'forget', ...about };
  if (base.status === 'orphaned') return { kind: 'same', ...about, state: base };
  // It never was ours, and there is no base with which it could be merged later.
  if (base.status === 'foreign') return { kind: 'forget', ...about };
  if (disk.kind === 'file' && hash(normalise(disk.content)) === base.base)
    return { kind: 'delete', ...about, before: disk.content };
  // Remembered, so that their edits are known as such should the stack have the file again.
  return { kind: 'orphan', ...about, state: { ...lineOf(base, base), status: 'orphaned' } };
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

/** A file that is elsewhere from now on: written at its new place and taken from the old one. */
function planMoved(site: Wanted & { readonly from: string }, context: PlanContext): readonly Change[] {
  const { from, path, disk, state } = site;
  const change = planWanted(site, context);
  if (disk?.kind !== 'file' || change.kind === 'refuse') return [change];
  const whole = { content: disk.content, executable: disk.executable ?? state.executable };
  const gone: Change = { kind: 'delete', path: from, owner: state.owner, before: disk.content, to: path };
  const { owner } = state;
  const line = change.state && { state: change.state };
  if (change.kind === 'conflict') {
    const { content, executable } = change.write ?? whole;
    const write = { content, executable };
    return [{ ...change, write: { ...write, from } }, gone];
  }
  const { content, executable } = change.kind === 'update' ? change : whole;
  return [{ kind: 'create', path, owner, content, executable, from, ...line }, gone];
}

/**
 * A path that one file of the stack has left to another, with edits that were made to the one before: they have nothing
 * to do with what is rendered there now, and are the user's own file.
 */
function isAnother(
  file: RenderedFile,
  base: FileState | undefined,
  found: DiskEntry | undefined,
  { hash }: PlanContext,
) {
  if (file.source === undefined || base?.source === undefined || file.source === base.source) return false;
  return found?.kind === 'file' && hash(normalise(found.content)) !== base.base;
}

/** The site of a file whose old path is known. What the user moved there themself needs no move of ours. */
function moved(site: Wanted, from: string, base: State, disk: Disk): Wanted {
  const [there, here] = [disk.get(from), disk.get(site.path)];
  const remembered = base.get(from)!;
  if (here) return there ? site : { ...site, base: remembered };
  // What is no text stays where it is, and the file is written anew.
  if (there && there.kind !== 'file') return site;
  return { ...site, base: remembered, ...(there && { disk: there, from }) };
}

/**
 * What has to be done, file by file and sorted by path, so that the disk holds what is rendered and every line of the
 * user's. Pure.
 */
export function planChanges(
  base: State,
  disk: Disk,
  rendered: readonly RenderedFile[],
  context: PlanContext,
): readonly Change[] {
  const files = byPath(rendered);
  const from = renames(base, rendered);
  const taken = new Set<string>();
  const changes = new Map<string, Change>();
  for (const [path, file] of files) {
    const found = disk.get(path);
    const old = from.get(path);
    const remembered = base.get(old ?? path);
    const ours = old === undefined && isAnother(file, base.get(path), found, context) ? undefined : base.get(path);
    const plain: Wanted = {
      path,
      file,
      ...(ours && { base: ours }),
      ...(found && { disk: found }),
      state: stateOf(file, remembered, context),
    };
    const site = old === undefined ? plain : moved(plain, old, base, disk);
    if (old !== undefined && site.base === remembered) taken.add(old);
    const planned =
      site.from === undefined ? [planWanted(site, context)] : planMoved({ ...site, from: site.from }, context);
    for (const change of planned) changes.set(change.path, change);
  }
  for (const [path, remembered] of base) {
    if (files.has(path) || taken.has(path)) continue;
    const found = disk.get(path);
    changes.set(path, planGone({ path, base: remembered, ...(found && { disk: found }) }, context));
  }
  for (const change of strangers(files, context)) changes.set(change.path, change);
  return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The paths of which a plan wants to know what is on disk. Seeds that were written once are not looked at again. */
export function pathsToRead(
  base: State,
  rendered: readonly RenderedFile[],
  { restore, own, resolve }: NonNullable<PlanContext['wishes']> = {},
): readonly string[] {
  const wanted = new Map(rendered.map(({ path, owner }) => [path, owner]));
  const named = new Set([...(restore ?? []), ...(own?.keys() ?? []), ...(resolve?.keys() ?? [])]);
  const ownerNow = (path: string): string | undefined =>
    base.get(path)?.chosen ? base.get(path)?.owner : (wanted.get(path) ?? base.get(path)?.owner);
  const unread = (path: string): boolean => base.has(path) && ownerNow(path) === 'seed' && !named.has(path);
  const moved = renames(base, rendered).values();
  return [...new Set([...[...wanted.keys(), ...base.keys()].filter((path) => !unread(path)), ...moved])];
}
