import { sha256 } from '../io/hash.js';
import type { Plan } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { normalise } from '../merge/text.js';

/** A file that is written once, and that would be another one if it were written today. */
export interface StaleSeed {
  readonly path: string;
  readonly edited: boolean;
}

/** Options or the template have changed since they were written. What is not there, or never was ours, is left out. */
export function staleSeeds({ dir, rendered, before }: Plan): readonly StaleSeed[] {
  const seeds = rendered.flatMap(({ path, content }) => {
    const known = before.get(path);
    const isOurs = known?.owner === 'seed' && known.status === undefined;
    return isOurs && sha256(normalise(content)) !== known.base ? [{ path, base: known.base }] : [];
  });
  const disk = readProject(
    dir,
    seeds.map(({ path }) => path),
  );
  return seeds.flatMap(({ path, base }) => {
    const entry = disk.get(path);
    return entry?.kind === 'file' ? [{ path, edited: sha256(normalise(entry.content)) !== base }] : [];
  });
}
