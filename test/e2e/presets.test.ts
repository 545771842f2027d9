// Both presets and both package managers of Python run: what the other topics do not bring up. The plan has Poetry, so
// its production shows both; the others take minutes to build and are behind E2E_LONG=1.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askJson } from './support/http.js';
import { lifetimes, unwell } from './support/lifetimes.js';
import type { Environment, Json } from './support/project.js';
import { eventually } from './support/shell.js';
import { prepareStack, startStack, type RunningStack } from './support/stack.js';

const STACKS: readonly (readonly [
  title: string,
  environment: Environment,
  options: Json & { readonly name: string },
])[] = [
  ['the plan, production', 'production', { name: 'e2e-plan', preset: 'plan' }],
  ['hardened with Poetry, production', 'production', { name: 'e2e-poetry', python: { packageManager: 'poetry' } }],
  [
    'hardened with Poetry, development',
    'development',
    { name: 'e2e-poetry-dev', python: { packageManager: 'poetry' } },
  ],
  ['the plan, development', 'development', { name: 'e2e-plan-dev', preset: 'plan' }],
];

const LONG = process.env.E2E_LONG === '1';

describe.each(LONG ? STACKS : STACKS.slice(0, 1))('%s', (_, environment, options) => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await prepareStack(environment, options);
    await startStack(stack);
  });

  afterAll(() => stack.project.remove());

  it('gets healthy', async () => {
    expect(unwell(await lifetimes(stack))).toEqual([]);
  });

  it('serves the page and the API at one address', async () => {
    const page = await ask(stack.origin, '/');
    expect([page.status, page.body.toString()]).toEqual([200, expect.stringContaining('<div id="root">')]);
    expect(await askJson(stack.origin, '/api/v1/status')).toEqual({ api: 'ok', database: 'ok', cache: 'ok' });
  });

  it('keeps a note, and does a task', async () => {
    const question = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const { id } = await askJson<{ id: number }>(stack.origin, '/api/v1/notes', {
      ...question,
      body: '{"text": "kept"}',
    });
    expect(await askJson(stack.origin, '/api/v1/notes?limit=1')).toMatchObject([{ id, text: 'kept' }]);
    const task = await askJson<{ id: string }>(stack.origin, '/api/v1/tasks/ping', question);
    await eventually(
      15,
      () => askJson(stack.origin, `/api/v1/tasks/${task.id}`),
      ({ state }) => state === 'succeeded',
    );
  });
});
