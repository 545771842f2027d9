import type { Stack } from '../../model/stack.js';
import { COMPOSE_FILES } from '../compose.js';
import { fill } from '../template.js';
import { answerText, PRODUCTION, type Section } from './facts.js';

/** The API's container, or else the first one: something to show commands with. */
export const example = (stack: Stack): string => (stack.has('backend') ? 'backend' : (stack.environments.production.containers[0]?.id ?? ''));

export const backup: Section = (stack) =>
  stack.has('postgres')
    ? fill('docs/backup.md', {
        name: stack.name,
        retention: answerText(stack, 'postgres', 'backupRetention'),
        compose: PRODUCTION,
        tls: stack.has('frontend') && stack.options.tls,
      })
    : undefined;

export const commands: Section = (stack) => {
  const debug = stack.environments.development.containers.find(({ profile }) => profile !== undefined);
  return fill('docs/commands.md', {
    compose: PRODUCTION,
    backend: stack.has('backend'),
    migrate: stack.has('migrate'),
    postgres: stack.has('postgres'),
    redis: stack.has('redis'),
    registry: stack.options.registry !== '',
    scaled: stack.replicas('backend') + 1,
    profile: debug?.profile,
    service: example(stack),
  });
};

export const swarm: Section = () => fill('docs/swarm.md', { file: COMPOSE_FILES.production });

export const references: Section = (stack) =>
  fill('docs/references.md', {
    fastapi: stack.has('backend'),
    uv: stack.has('backend') && stack.options.python.packageManager === 'uv',
    poetry: stack.has('backend') && stack.options.python.packageManager === 'poetry',
    vite: stack.has('frontend'),
    postgres: stack.has('postgres'),
    redis: stack.has('redis'),
    celery: stack.has('celery-worker'),
  });
