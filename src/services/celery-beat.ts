import { defineService } from '../model/service.js';
import { besideTheApi } from './application.js';
import { backend } from './backend.js';
import { celeryWorker } from './celery-worker.js';
import { beatCommand, beatHealth, reloading } from './celery.js';
import { beatQuestions } from './questions/celery.js';

export const celeryBeat = defineService({
  id: 'celery-beat',
  title: 'Celery beat',
  summary: 'Sends scheduled tasks, as exactly one container',
  tier: 'background',
  questions: beatQuestions,
  needs: [
    { service: 'backend', because: "it runs the backend's image" },
    { service: 'redis', until: 'healthy', because: 'Redis takes the tasks that it sends' },
    { service: 'celery-worker', because: 'nothing else would run the tasks that it sends' },
    { service: 'migrate', until: 'completed', optional: true },
  ],
  limits: { production: { cpus: 0.25, memory: '256M' }, development: { cpus: 0.5, memory: '512M' } },
  container: ({ answers, environment, stack }) => ({
    ...besideTheApi({ environment, stack }),
    command: reloading(
      beatCommand(answers, stack.get(celeryWorker)?.app ?? 'src.tasks'),
      { reload: stack.get(celeryWorker)?.reload ?? true, sources: stack.get(backend)?.package ?? '.' },
      environment,
    ),
    healthcheck: beatHealth(answers, stack.policy),
    networks: ['data'],
    database: stack.has('postgres') ? { processes: 1, connections: 1, surge: false } : undefined,
    stopGrace: 15,
  }),
  minimumMemory: '80M',
  docs: () => 'Never more than one: two would send every task twice.',
});
