import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_FILE } from '../merge/state.js';
import type { FolderKind } from './wizard/screen.js';

/** What becomes of a file that is there already: it stops all, ours is set aside, or it is replaced. */
export const CONFLICTS = ['error', 'keep', 'overwrite'] as const;
export type OnConflict = (typeof CONFLICTS)[number];

export function folderKind(dir: string): FolderKind {
  if (!existsSync(dir)) return 'missing';
  if (existsSync(join(dir, STATE_FILE))) return 'project';
  return readdirSync(dir).some((name) => name !== '.git') ? 'files' : 'empty';
}
