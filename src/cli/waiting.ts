import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConflictChange } from '../merge/change.js';
import type { Region } from '../merge/lines.js';
import type { Resolution } from '../merge/site.js';
import { CONFLICTS } from '../merge/state.js';

/** A file that waits for a decision, with what there is to decide. */
export interface Waiting {
  readonly change: ConflictChange;
  /** Empty where the texts cannot be merged at all: then one side is taken whole. */
  readonly regions: readonly Region[];
}

/** What the user worked out below .lge, or in the file itself. */
export function editedText(dir: string, path: string): Resolution {
  const aside = join(dir, CONFLICTS, path);
  return existsSync(aside) ? { text: readFileSync(aside, 'utf8') } : 'mine';
}
