// An application that was not made for this: its own layout, no health route, a list for pip, Celery under another name.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askJson } from './support/http.js';
import { lifetimes, unwell } from './support/lifetimes.js';
import { prepareStack, startStack, type RunningStack } from './support/stack.js';

describe('a new project with pip', () => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await prepareStack('production', { name: 'e2e-pip', python: { packageManager: 'pip' } });
    await startStack(stack);
  });

  afterAll(() => stack.project.remove());

  it('gets healthy, and serves', async () => {
    expect(unwell(await lifetimes(stack))).toEqual([]);
    expect(await askJson(stack.origin, '/api/v1/status')).toEqual({ api: 'ok', database: 'ok', cache: 'ok' });
  });
});
