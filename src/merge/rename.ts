import type { RenderedFile } from '../model/files.js';
import type { State } from './state.js';

/**
 * Where a file that is rendered at a new path was until now: by new path, the old one. Known from what the file is
 * rendered from, or from the paths that the template says it had formerly.
 */
export function renames(state: State, rendered: readonly RenderedFile[]): ReadonlyMap<string, string> {
  const wanted = new Set(rendered.map(({ path }) => path));
  const gone = [...state].filter(([path, { status }]) => !wanted.has(path) && status !== 'orphaned');
  const bySource = new Map(
    gone.flatMap(([path, { source }]) => (source === undefined ? [] : [[source, path] as const])),
  );
  const byPath = new Set(gone.map(([path]) => path));
  const found = new Map<string, string>();
  const claimed = new Set<string>();
  for (const { path, source, formerly = [] } of rendered) {
    if (state.has(path)) continue;
    const from = (source === undefined ? undefined : bySource.get(source)) ?? formerly.find((old) => byPath.has(old));
    // One file becomes one other: where a template is split, the user's edits go along with the first part.
    if (from === undefined || claimed.has(from)) continue;
    claimed.add(from);
    found.set(path, from);
  }
  return found;
}
