import type { Stack } from '../../model/stack.js';
import type { Command } from '../../model/target.js';
import { COMPOSE_FILES } from '../compose.js';
import { fill } from '../template.js';
import { answerText, builds, type Section } from './facts.js';
import { shell } from './markdown.js';

/** The API's container, or else the first one: something to show commands with. */
export const example = (stack: Stack): string =>
  stack.has('backend') ? 'backend' : (stack.environments.production.containers[0]?.id ?? '');

export const backup: Section = (stack) => {
  if (!stack.has('postgres')) return undefined;
  const dump = `backups/${stack.name}-<time>.dump`;
  return fill('docs/backup.md', {
    name: stack.name,
    host: stack.target.words(stack).dataHost,
    commands: shell([
      ['scripts/backup.sh', `writes ${dump} and its checksum`],
      [`scripts/restore.sh ${dump}`, 'asks, then replaces the content of the database'],
    ]),
    retention: answerText(stack, 'postgres', 'backupRetention'),
    tls: stack.has('frontend') && stack.options.tls,
  });
};

const some = (condition: boolean, ...list: readonly Command[]): readonly Command[] => (condition ? list : []);

export function developmentCommands(stack: Stack): string {
  const service = example(stack);
  const profile = stack.environments.development.containers.find(
    (container) => container.profile !== undefined,
  )?.profile;
  return shell([
    ['docker compose up -d --wait', 'start, and wait until all is healthy'],
    ['docker compose ps', 'what runs, and how it is'],
    [`docker compose logs -f ${service}`, 'follow a log'],
    ...some(
      builds(stack),
      [`docker compose build ${service}`, 'build one image again'],
      ['docker compose watch', 'build and restart when a lock file changes'],
    ),
    [`docker compose exec ${service} sh`, 'a shell in a container'],
    ...some(stack.has('migrate'), ['docker compose run --rm migrate', 'bring the database up to date']),
    ...some(stack.has('migrate'), [
      'docker compose run --rm migrate alembic revision --autogenerate -m "…"',
      'write a migration',
    ]),
    ...some(stack.has('postgres'), ['docker compose exec postgres psql', 'SQL']),
    ...some(stack.has('redis'), ['docker compose exec redis redis-cli', 'Redis']),
    ...some(profile !== undefined, [`docker compose --profile ${profile ?? ''} up -d`, 'with the debugger']),
    ['docker compose down', 'stop; --volumes deletes the data too'],
  ]);
}

export const commands: Section = (stack) =>
  fill('docs/commands.md', {
    development: developmentCommands(stack),
    production: shell(stack.target.commands(stack).daily),
    backend: stack.has('backend') && stack.target.file === COMPOSE_FILES.production,
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
