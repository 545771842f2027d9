import { defineQuestions } from '../../model/question.js';

export const workerQuestions = defineQuestions({
  app: {
    kind: 'text',
    message: 'The Celery application',
    default: 'src.tasks',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*(:[A-Za-z_][A-Za-z0-9_]*)?$/,
    must: 'a module, such as src.tasks',
  },
  concurrency: { kind: 'auto', message: 'Tasks at once in each container', default: 2, min: 1, max: 256 },
  queues: {
    kind: 'list',
    message: "Queues that it takes tasks from; none for Celery's own",
    default: [],
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
    must: 'the name of a queue',
  },
  probe: {
    kind: 'select',
    message: 'A worker lives that keeps touching a file, as the starter does, or that answers a ping of Celery',
    options: ['heartbeat', 'ping'],
    default: 'heartbeat',
  },
  reload: {
    kind: 'confirm',
    message: 'Start Celery again in development when the code changes? It takes watchfiles',
    default: true,
  },
});

export const beatQuestions = defineQuestions({
  probe: {
    kind: 'select',
    message:
      'Beat lives that keeps touching a file, as the starter does, that keeps writing its schedule, or whose process is there',
    options: ['heartbeat', 'schedule', 'process'],
    default: 'heartbeat',
  },
});
