import type { Stack } from '../../model/stack.js';
import type { Command, Target, Told } from '../../model/target.js';
import { builds, PRODUCTION } from '../../render/docs/facts.js';
import { code } from '../../render/docs/markdown.js';
import { example } from '../../render/docs/operations.js';

const some = (condition: boolean, ...list: readonly Command[]): readonly Command[] => (condition ? list : []);

function daily(stack: Stack): readonly Command[] {
  const backend = stack.has('backend');
  return [
    ...some(builds(stack), [`${PRODUCTION} build`, 'build the images of the version that .env says']),
    [`${PRODUCTION} up -d --wait`, 'start, or apply changed settings'],
    [`${PRODUCTION} ps`, 'what runs, and how it is'],
    [`${PRODUCTION} logs -f --tail 100 ${example(stack)}`, 'follow a log'],
    ...some(backend, [
      `${PRODUCTION} up -d --no-recreate --scale backend=${stack.replicas('backend') + 1} backend`,
      'one more, until the next up',
    ]),
    ...some(backend, ['scripts/rollout.sh <tag> --build', 'a new version, built here, without a failed request']),
    ...some(backend && stack.has('frontend'), [
      'scripts/rollout.sh <tag> --build --frontend',
      'the same with the front end, whose port is closed for about a second',
    ]),
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

function start(stack: Stack): Told {
  const { registry } = stack.options;
  const up = `${PRODUCTION} up -d --wait`;
  if (!builds(stack)) return { about: '', command: up };
  return registry === ''
    ? { about: 'Images are built.', command: `${PRODUCTION} build\n${up}` }
    : { about: `Images come from ${code(registry)}, or are built where they are not there.`, command: up };
}

function release(stack: Stack): Told {
  const command = `scripts/rollout.sh <tag> ${stack.options.registry ? '--pull' : '--build'}`;
  const about = 'The API keeps answering meanwhile.';
  if (!stack.has('frontend')) return { about, command };
  return {
    about: `${about} With \`--frontend\`, nginx follows with the new pages, and its port is closed for about a second; without it, the old pages stay.`,
    command: `${command} --frontend`,
  };
}

export const commands: Target['commands'] = (stack) => ({
  start: start(stack),
  release: release(stack),
  daily: daily(stack),
});
