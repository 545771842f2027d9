import { compose } from '../../model/compose-files.js';
import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import type { Command } from '../../model/target.js';
import { fill } from '../template.js';
import { answerText, builds, type Section } from './facts.js';
import { shell } from './markdown.js';

/** The API's container, or else the first one: something to show commands with. */
export const example = (stack: Stack): string =>
  stack.has('backend') ? 'backend' : (stack.environments.production.containers[0]?.id ?? '');

export const backup: Section = (stack) => {
  if (!stack.has('postgres')) return undefined;
  const { backups, certificates } = stack.options.folders;
  const dump = `${backups}/${stack.name}-<time>.dump`;
  return fill('docs/backup.md', {
    name: stack.name,
    host: stack.target.words(stack).dataHost,
    commands: shell([
      [script(stack, 'backup.sh'), `writes ${dump} and its checksum`],
      [`${script(stack, 'restore.sh')} ${dump}`, 'asks, then replaces the content of the database'],
    ]),
    retention: answerText(stack, 'postgres', 'backupRetention'),
    tls: stack.has('frontend') && stack.options.tls,
    certificates,
    backups,
    script: script(stack, 'backup.sh'),
    restore: script(stack, 'restore.sh'),
  });
};

const some = (condition: boolean, ...list: readonly Command[]): readonly Command[] => (condition ? list : []);

export function developmentCommands(stack: Stack): string {
  const service = example(stack);
  const dev = compose(stack, 'development');
  const profile = stack.environments.development.containers.find(
    (container) => container.profile !== undefined,
  )?.profile;
  return shell([
    [`${dev} up -d --wait`, 'start, and wait until all is healthy'],
    [`${dev} ps`, 'what runs, and how it is'],
    [`${dev} logs -f ${service}`, 'follow a log'],
    ...some(
      builds(stack),
      [`${dev} build ${service}`, 'build one image again'],
      [`${dev} watch`, 'build and restart when a lock file changes'],
    ),
    [`${dev} exec ${service} sh`, 'a shell in a container'],
    ...some(stack.has('migrate'), [`${dev} run --rm migrate`, 'bring the database up to date']),
    ...some(stack.has('migrate'), [
      `${dev} run --rm migrate alembic revision --autogenerate -m "…"`,
      'write a migration',
    ]),
    ...some(stack.has('postgres'), [`${dev} exec postgres psql`, 'SQL']),
    ...some(stack.has('redis'), [`${dev} exec redis redis-cli`, 'Redis']),
    ...some(profile !== undefined, [`${dev} --profile ${profile ?? ''} up -d`, 'with the debugger']),
    [`${dev} down`, 'stop; --volumes deletes the data too'],
  ]);
}

export const commands: Section = (stack) =>
  fill('docs/commands.md', {
    development: developmentCommands(stack),
    rollout: script(stack, 'rollout.sh'),
    production: shell(stack.target.commands(stack).daily),
    backend: stack.has('backend') && stack.target.file(stack) === stack.options.composeFiles.production,
  });

export const references: Section = (stack) =>
  fill('docs/references.md', {
    built: builds(stack),
    fastapi: stack.has('backend'),
    uv: stack.has('backend') && stack.options.python.packageManager !== 'poetry',
    poetry: stack.has('backend') && stack.options.python.packageManager === 'poetry',
    vite: stack.has('frontend'),
    postgres: stack.has('postgres'),
    redis: stack.has('redis'),
    celery: stack.has('celery-worker'),
  });
