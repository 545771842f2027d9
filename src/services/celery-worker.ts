import type { Answers } from '../model/question.js';
import { holds, importedAs } from '../model/layout.js';
import { defineRule, type Rule } from '../model/rule.js';
import { defineService } from '../model/service.js';
import { CELERY_PROCESS, celeryConcurrency, orDerived } from '../model/sizing.js';
import { formatMemory } from '../model/units.js';
import type { Env } from '../model/variable.js';
import { besideTheApi } from './application.js';
import { backend } from './backend.js';
import { reloading, workerCommand, workerHealth } from './celery.js';
import { workerQuestions } from './questions/celery.js';
import { EVICTS_ANY_KEY, redis } from './redis.js';

const broker: Rule = defineRule({
  code: 'evicting-broker',
  severity: 'error',
  about: 'Celery keeps its queue in a Redis that may drop any key when it is full: queued tasks would be lost.',
  check: (stack) => {
    const eviction = stack.get(redis)?.eviction;
    if (eviction === undefined || !EVICTS_ANY_KEY.includes(eviction)) return [];
    return [
      {
        path: ['services', 'redis', 'eviction'],
        message: `With ${eviction} a full Redis drops queued tasks of Celery.`,
        hint: 'Write "volatile-lru", which drops only keys that expire anyway, or "noeviction".',
      },
    ];
  },
});

const appInPackage: Rule = defineRule({
  code: 'celery-app-outside-package',
  severity: 'error',
  about: 'The Celery application is not in the package that is copied into the image.',
  check: (stack) => {
    const app = stack.get(celeryWorker)?.app;
    const api = stack.get(backend);
    if (app === undefined || api === undefined || holds(api, app)) return [];
    const message = `${app} is not in the package ${api.package}, which is what the image contains.`;
    return [
      {
        path: ['services', 'celery-worker', 'app'],
        message,
        hint: `Write "${importedAs(api, 'tasks')}", or change services.backend.package.`,
      },
    ];
  },
});

const memory: Rule = defineRule({
  code: 'worker-memory',
  severity: 'warning',
  about: 'A Celery worker has more processes than its memory usually carries.',
  check: (stack) => {
    const concurrency = stack.get(celeryWorker)?.concurrency ?? 'auto';
    const limit = stack.limits('celery-worker')?.memory ?? 0;
    if (concurrency === 'auto' || (concurrency + 1) * CELERY_PROCESS <= limit) return [];
    return [
      {
        path: ['services', 'celery-worker', 'concurrency'],
        message: `${concurrency} tasks at once and their parent, at about ${CELERY_PROCESS} MiB each, do not fit into ${formatMemory(limit)}.`,
        hint: 'Write "auto", or raise services.celery-worker.limits.production.memory.',
      },
    ];
  },
});

const PROBES: Readonly<Record<Answers<typeof workerQuestions>['probe'], string>> = {
  heartbeat: 'Touched while the worker is connected; `celery inspect ping` would take half a second of CPU each time.',
  ping: 'Takes half a second of CPU each time; a file that the worker keeps touching would take none.',
};

export const celeryWorker = defineService({
  id: 'celery-worker',
  title: 'Celery worker',
  summary: 'Runs tasks in the background',
  tier: 'background',
  questions: workerQuestions,
  replicas: 1,
  needs: [
    { service: 'backend', because: "it runs the backend's image" },
    { service: 'redis', until: 'healthy', because: 'Redis holds the queue of its tasks' },
    { service: 'postgres', until: 'healthy', optional: true },
    { service: 'migrate', until: 'completed', optional: true },
  ],
  limits: { production: { cpus: 0.5, memory: '512M' }, development: { cpus: 1, memory: '1G' } },
  container: ({ answers, limits, environment, stack }) => {
    const concurrency = orDerived(answers.concurrency, celeryConcurrency, limits);
    const sources = stack.get(backend)?.package ?? '.';
    const pool: Env = stack.has('postgres') ? { DATABASE_POOL_SIZE: '1', DATABASE_MAX_OVERFLOW: '1' } : {};
    return {
      ...besideTheApi({ environment, stack }),
      command: reloading(workerCommand(answers, concurrency), { reload: answers.reload, sources }, environment),
      // A process of a pool runs one task at a time, and a second connection serves what that task calls.
      env: pool,
      healthcheck: workerHealth(answers, stack.policy),
      // The edge network is its way out, to mail servers and APIs; it listens on nothing there.
      networks: ['edge', 'data'],
      database: stack.has('postgres') ? { processes: concurrency, connections: 2, surge: false } : undefined,
      stopGrace: 120,
      notes: {
        networks: 'edge is its way out; it listens on nothing.',
        healthcheck: PROBES[answers.probe],
        ...(stack.policy.runtimeGuards && { stopGrace: 'It finishes the tasks that it is at.' }),
      },
    };
  },
  minimumMemory: '160M',
  rules: [appInPackage, broker, memory],
  docs: () =>
    'A task is acknowledged when it is done: one whose worker dies is run again, so tasks must bear being run twice.',
});
