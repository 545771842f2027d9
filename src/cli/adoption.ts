import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptionJson, adoptionReport } from '../adopt/report.js';
import type { Known } from '../detect/detected.js';
import { sha256 } from '../io/hash.js';
import type { Plan } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { normalise } from '../merge/text.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { readJson } from '../stack/json.js';
import type { Context } from './command.js';
import { EXIT } from './exit.js';
import { writeJson } from './look.js';
import { knownFolders, prepare } from './prepare.js';

/** Files that are as the stack wrote them say nothing of what somebody had. */
function writtenByUs({ dir, before }: Plan): ReadonlySet<string> {
  const disk = readProject(dir, [...before.keys()]);
  const ours = [...before].filter(([path, { base, status }]) => {
    const entry = disk.get(path);
    return status !== 'foreign' && entry?.kind === 'file' && sha256(normalise(entry.content)) === base;
  });
  return new Set(ours.map(([path]) => path));
}

/** What the options of the project say of its folders. */
function foldersIn(dir: string): Known {
  try {
    const read = readJson(readFileSync(join(dir, OPTIONS_FILE), 'utf8'));
    return 'json' in read ? knownFolders(read.json) : {};
  } catch {
    return {};
  }
}

export interface ReportFlags {
  readonly markdown?: boolean;
  readonly json?: boolean;
}

/** What the repository says beside the stack: what was found, and what its old files do badly. */
export async function tellAdoption(plans: readonly Plan[], flags: ReportFlags, context: Context): Promise<number> {
  const ours = new Set(plans.flatMap((plan) => [...writtenByUs(plan)]));
  const told = await prepare(context.dir, foldersIn(context.dir), (path) => !ours.has(path));
  if (flags.json) writeJson(context, adoptionJson(told));
  else context.output.write(adoptionReport(told, flags.markdown ? 'markdown' : 'terminal'));
  return EXIT.ok;
}
