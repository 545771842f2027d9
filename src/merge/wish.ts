import type { RenderedFile } from '../model/files.js';
import type { Change } from './change.js';
import { refuse } from './decide.js';
import { hasMarkers } from './merge.js';
import type { PlanContext, Resolution, Wanted } from './site.js';
import { dressedAs } from './dress.js';

function write({ path, disk, state }: Wanted, content: string): Change {
  const about = { path, owner: state.owner, state };
  const { executable } = state;
  if (!disk) return { kind: 'create', ...about, content, executable };
  if (disk.kind !== 'file') return { kind: 'refuse', ...about, reason: 'not-a-file' };
  const dressed = dressedAs(disk.content, content);
  if (dressed === disk.content) return { kind: 'adopt', ...about };
  return { kind: 'update', ...about, before: disk.content, content: dressed, executable };
}

function resolved(site: Wanted, how: Resolution): Change {
  const { path, base, disk, state, file } = site;
  if (base?.status !== 'conflict' && base?.status !== 'foreign') return refuse(site, 'no-conflict');
  if (base.incoming !== state.base) return refuse(site, 'moved-on');
  if (how === 'theirs') return write(site, file.content);
  if (how !== 'mine') return hasMarkers(how.text, file.content) ? refuse(site, 'has-markers') : write(site, how.text);
  if (base.status === 'conflict' && disk?.kind === 'file' && hasMarkers(disk.content, file.content))
    return refuse(site, 'has-markers');
  return { kind: 'keep', path, owner: state.owner, state };
}

/** What the user said of this very file; `undefined` where they said nothing. */
export function planWish(site: Wanted, { wishes }: PlanContext): Change | undefined {
  const { path, disk } = site;
  if (disk && disk.kind !== 'file' && disk.kind !== 'binary') return undefined;
  const how = wishes?.resolve?.get(path);
  if (how !== undefined) return resolved(site, how);
  return wishes?.restore?.has(path) ? write(site, site.file.content) : undefined;
}

/** Names that are no files of the stack. */
export function strangers(files: ReadonlyMap<string, RenderedFile>, { wishes }: PlanContext): readonly Change[] {
  const named = [...(wishes?.restore ?? []), ...(wishes?.own?.keys() ?? []), ...(wishes?.resolve?.keys() ?? [])];
  return named
    .filter((path) => !files.has(path))
    .map((path) => ({ kind: 'refuse', path, owner: 'merged', reason: 'no-such-file' }));
}
