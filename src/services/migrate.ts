import { hasStarter } from '../model/layout.js';
import { defineRule, type Rule } from '../model/rule.js';
import { defineService } from '../model/service.js';
import { besideTheApi } from './application.js';
import { questions as api } from './questions/backend.js';
import { questions } from './questions/migrate.js';

const starter: Rule = defineRule({
  code: 'starter-migrations',
  severity: 'error',
  about: "The starter's migrations lie in alembic/, with alembic.ini beside it: elsewhere Alembic would find none.",
  check: (stack) => {
    const answers = stack.get({ id: 'backend', questions: api });
    const given = stack.get({ id: 'migrate', questions });
    if (!answers || !given || !hasStarter(answers)) return [];
    return (['config', 'scripts'] as const)
      .filter((key) => given[key] !== questions[key].default)
      .map((key) => ({
        path: ['services', 'migrate', key],
        message: `The starter has its migrations elsewhere than ${given[key]} says.`,
        hint: `Write "${questions[key].default}", or set services.backend.starter to false for an application of your own.`,
      }));
  },
});

export const migrate = defineService({
  id: 'migrate',
  title: 'Migrations',
  summary: 'Brings the database to the schema of the code, once, before anything else starts',
  tier: 'background',
  questions,
  needs: [
    { service: 'backend', because: "it runs the backend's image" },
    { service: 'postgres', until: 'healthy', because: 'there is nothing to migrate without it' },
  ],
  limits: { production: { cpus: 1, memory: '256M' }, development: { cpus: 1, memory: '256M' } },
  container: ({ answers: { config }, environment, stack }) => ({
    ...besideTheApi({ environment, stack }),
    command: ['alembic', ...(config === questions.config.default ? [] : ['-c', config]), 'upgrade', 'head'],
    healthcheck: 'none',
    networks: ['data'],
    database: { processes: 1, connections: 1, surge: false },
    oneShot: true,
    notes: { healthcheck: 'It ends; what waits for it waits for its success.' },
  }),
  minimumMemory: '96M',
  rules: [starter],
  docs: () =>
    'The API and Celery start after it has succeeded. During a rollout the old code still runs: add columns first, remove them in a later release.',
});
