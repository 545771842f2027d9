import type { Stack } from '../../model/stack.js';
import type { Command, Target } from '../../model/target.js';
import { PRODUCTION } from '../../render/docs/facts.js';
import { example } from '../../render/docs/operations.js';

const some = (condition: boolean, ...list: readonly Command[]): readonly Command[] => (condition ? list : []);

function daily(stack: Stack): readonly Command[] {
  const backend = stack.has('backend');
  return [
    [`${PRODUCTION} up -d --wait`, 'start, or apply changed settings'],
    [`${PRODUCTION} ps`, 'what runs, and how it is'],
    [`${PRODUCTION} logs -f --tail 100 ${example(stack)}`, 'follow a log'],
    ...some(backend, [
      `${PRODUCTION} up -d --no-recreate --scale backend=${stack.replicas('backend') + 1} backend`,
      'one more, until the next up',
    ]),
    ...some(backend, ['scripts/rollout.sh <tag> --build', 'a new version, built here, without a failed request']),
    ...some(
      backend && stack.options.registry !== '',
      [`${PRODUCTION} pull`, 'fetch images beforehand'],
      ['scripts/rollout.sh <tag> --pull', 'a new version from the registry'],
    ),
    ...some(
      stack.has('postgres'),
      ['scripts/backup.sh', 'back the database up'],
      ['scripts/restore.sh backups/<file>.dump', 'and put it back'],
    ),
    ['scripts/restart-unhealthy.sh', 'restart what hangs'],
    [`${PRODUCTION} down`, 'stop; the data stays'],
  ];
}

export const commands: Target['commands'] = (stack) => ({
  start: `${PRODUCTION} up -d --wait`,
  release: 'scripts/rollout.sh <tag> --build',
  daily: daily(stack),
});
