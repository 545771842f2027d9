// Celery of an application that knows nothing of our heartbeat: how it is started, and how it is asked.
import { describe, expect, it } from 'vitest';
import { rendering } from '../support/rendering.js';

const celery = (worker: object, beat: object = {}, options: object = {}) => {
  const { prod, dev } = rendering({
    name: 'shop',
    services: { 'celery-worker': worker, 'celery-beat': beat },
    ...options,
  });
  return {
    worker: prod.services['celery-worker']!,
    beat: prod.services['celery-beat']!,
    inDevelopment: [dev.services['celery-worker']!.command, dev.services['celery-beat']!.command],
  };
};

describe('the worker', () => {
  it('is asked by Celery itself where it touches no file, seldom and with patience', () => {
    const { worker } = celery({ app: 'src.jobs:queue', probe: 'ping' });
    expect(worker.healthcheck).toEqual({
      test: ['CMD-SHELL', 'celery -A src.jobs:queue inspect ping --destination "celery@$$HOSTNAME" --timeout 10'],
      interval: '60s',
      timeout: '30s',
      retries: 2,
      start_period: '60s',
      start_interval: '5s',
    });
  });

  it('is asked at the start as seldom as later where the preset says nothing of it', () => {
    const { worker } = celery({ probe: 'ping' }, {}, { preset: 'plan' });
    expect(worker.healthcheck).not.toHaveProperty('start_interval');
  });

  it('takes tasks from the queues that are named', () => {
    expect(celery({ queues: ['mail', 'images'] }).worker.command).toContain('--queues=mail,images');
    expect(celery({}).worker.command!.join(' ')).not.toContain('queues');
  });

  it('is started once in development where watchfiles is not there', () => {
    const commands = celery({ reload: false }).inDevelopment;
    expect(commands.map((words) => words![0])).toEqual(['celery', 'celery']);
    expect(celery({}).inDevelopment.map((words) => words![0])).toEqual(['watchfiles', 'watchfiles']);
  });
});

describe('beat', () => {
  it.each([
    ['heartbeat', 'test -n "$$(find /tmp/celery-beat.alive -mmin -1)"', false],
    ['schedule', 'test -n "$$(find /tmp/celerybeat-schedule* -mmin -10)"', true],
    ['process', "grep -aq '[c]elery.*beat' /proc/[0-9]*/cmdline", true],
  ])('lives by its %s, and writes where it may', (probe, test, schedule) => {
    const { beat } = celery({}, { probe });
    expect(beat.healthcheck!.test).toEqual(['CMD-SHELL', test]);
    expect(beat.command!.includes('--schedule=/tmp/celerybeat-schedule')).toBe(schedule);
  });
});
