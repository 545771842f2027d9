import type { RenderedFile } from '../model/files.js';
import type { Change } from './change.js';
import type { Hash, State } from './state.js';
import { normalise } from './text.js';

/** The state once the changes are applied. */
export function nextState(changes: readonly Change[]): State {
  return new Map(changes.flatMap(({ path, state }) => (state ? [[path, state] as const] : [])));
}

/**
 * Hashes of the bases that have to be at hand for a merge: nobody merges a file that lines are added to, or a seed,
 * unless it was the user who made it one, and may take that back.
 */
export function neededBases(state: State): ReadonlySet<string> {
  const merged = [...state.values()].filter(
    ({ owner, chosen }) => owner === 'merged' || owner === 'managed' || (chosen && owner === 'seed'),
  );
  return new Set(merged.map(({ base }) => base));
}

/** Every rendering in its pristine form, by hash. */
export function pristine(rendered: readonly RenderedFile[], hash: Hash): ReadonlyMap<string, string> {
  return new Map(
    rendered.map(({ content }) => {
      const text = normalise(content);
      return [hash(text), text] as const;
    }),
  );
}
