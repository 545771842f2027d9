import { version } from '../generated/version.js';
import { compareVersions } from '../merge/state.js';
import type { Context } from './command.js';
import type { Finding } from './finding.js';
import { run } from './run.js';

/** Asks the registry that npm is set up for. */
export async function findNewer({ dir, env }: Context): Promise<readonly Finding[]> {
  // The last line is the answer: npm may not tell of a newer one of its own after it.
  const command = ['npm', 'view', 'create-lge-stack', 'version', '--no-update-notifier'];
  const { ok, said } = await run(command, dir, { env });
  // Not knowing is neither: whoever asked is told so.
  if (!ok) return [{ kind: 'unknown', message: `No registry says which version is the newest: ${said}` }];
  if (compareVersions(said, version) <= 0) return [];
  const message = `create-lge-stack ${said} is there; this is ${version}.`;
  return [{ kind: 'outdated', message, hint: 'Take it with `npx lge-stack upgrade`.' }];
}
