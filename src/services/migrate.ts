import { defineService } from '../model/service.js';
import { besideTheApi } from './application.js';

export const migrate = defineService({
  id: 'migrate',
  title: 'Migrations',
  summary: 'Brings the database to the schema of the code, once, before anything else starts',
  tier: 'background',
  questions: {},
  needs: [
    { service: 'backend', because: "it runs the backend's image" },
    { service: 'postgres', until: 'healthy', because: 'there is nothing to migrate without it' },
  ],
  limits: { production: { cpus: 1, memory: '256M' }, development: { cpus: 1, memory: '256M' } },
  container: ({ environment, stack }) => ({
    ...besideTheApi({ environment, stack }),
    command: ['alembic', 'upgrade', 'head'],
    healthcheck: 'none',
    networks: ['data'],
    database: { processes: 1, connections: 1, surge: false },
    oneShot: true,
    notes: { healthcheck: 'It ends; what waits for it waits for its success.' },
  }),
  minimumMemory: '96M',
  docs: () =>
    'The API and Celery start after it has succeeded. During a rollout the old code still runs: add columns first, remove them in a later release.',
});
