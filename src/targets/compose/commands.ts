import { compose } from '../../model/compose-files.js';
import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import type { Command, Target, Told } from '../../model/target.js';
import { builds } from '../../render/docs/facts.js';
import { code } from '../../render/docs/markdown.js';
import { example } from '../../render/docs/operations.js';

const some = (condition: boolean, ...list: readonly Command[]): readonly Command[] => (condition ? list : []);

function daily(stack: Stack): readonly Command[] {
  const backend = stack.has('backend');
  const inProduction = compose(stack, 'production');
  return [
    ...some(builds(stack), [`${inProduction} build`, 'build the images of the version that .env says']),
    [`${inProduction} up -d --wait`, 'start, or apply changed settings'],
    [`${inProduction} ps`, 'what runs, and how it is'],
    [`${inProduction} logs -f --tail 100 ${example(stack)}`, 'follow a log'],
    ...some(backend, [
      `${inProduction} up -d --no-recreate --scale backend=${stack.replicas('backend') + 1} backend`,
      'one more, until the next up',
    ]),
    ...some(backend, [
      `${script(stack, 'rollout.sh')} <tag> --build`,
      'a new version, built here, without a failed request',
    ]),
    ...some(backend && stack.has('frontend'), [
      `${script(stack, 'rollout.sh')} <tag> --build --frontend`,
      'the same with the front end, whose port is closed for about a second',
    ]),
    ...some(
      backend && stack.options.registry !== '',
      [`${inProduction} pull`, 'fetch images beforehand'],
      [`${script(stack, 'rollout.sh')} <tag> --pull`, 'a new version from the registry'],
    ),
    ...some(
      stack.has('postgres'),
      [script(stack, 'backup.sh'), 'back the database up'],
      [`${script(stack, 'restore.sh')} ${stack.options.folders.backups}/<file>.dump`, 'and put it back'],
    ),
    [script(stack, 'restart-unhealthy.sh'), 'restart what hangs'],
    [`${inProduction} down`, 'stop; the data stays'],
  ];
}

function start(stack: Stack): Told {
  const { registry } = stack.options;
  const inProduction = compose(stack, 'production');
  const up = `${inProduction} up -d --wait`;
  if (!builds(stack)) return { about: '', command: up };
  return registry === ''
    ? { about: 'Images are built.', command: `${inProduction} build\n${up}` }
    : { about: `Images come from ${code(registry)}, or are built where they are not there.`, command: up };
}

function release(stack: Stack): Told {
  const command = `${script(stack, 'rollout.sh')} <tag> ${stack.options.registry ? '--pull' : '--build'}`;
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
