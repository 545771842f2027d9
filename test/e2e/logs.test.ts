// What the services of production say, in either format, and what becomes of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOptions, renderStack } from '../../src/index.js';
import { ask, askJson } from './support/http.js';
import { eventually } from './support/shell.js';
import { inspectAll, logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';

const OURS = ['frontend', 'backend', 'celery-beat', 'celery-worker', 'migrate'];
const NAME = 'e2e-logs';
const OPTIONS = { name: NAME, logs: { format: 'json', maxSize: '5M', maxFiles: 4 } };

let stack: RunningStack;

beforeAll(async () => {
  stack = await prepareStack('production', OPTIONS);
  await startStack(stack);
});

afterAll(() => stack.project.remove());

/** Has a task done, and returns its id once it is. */
async function ping(requestId: string): Promise<string> {
  const { id } = await askJson<{ id: string }>(stack.origin, '/api/v1/tasks/ping', {
    method: 'POST',
    headers: { 'X-Request-ID': requestId },
  });
  await eventually(
    10,
    () => askJson<{ state: string }>(stack.origin, `/api/v1/tasks/${id}`),
    ({ state }) => state === 'succeeded',
  );
  return id;
}

async function linesWith(service: string, text: string): Promise<readonly string[]> {
  return (await logLines(stack, service)).filter((line) => line.includes(text));
}

interface Line {
  readonly time: string;
  readonly level?: string;
  readonly message?: string;
  readonly request_id?: string;
}

describe('logs in JSON', () => {
  const id = 'e2e-logs-json-0001';

  it.each(OURS)('%s: every line is an object with a time', async (service) => {
    await ping('e2e-logs-json-0000');
    const lines = await logLines(stack, service);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(Date.parse((JSON.parse(line) as Line).time), line).toBeGreaterThan(0);
  });

  it('one id leads from nginx through the API to the task', async () => {
    const task = await ping(id);
    const [edge, api, worker] = await Promise.all(
      ['frontend', 'backend', 'celery-worker'].map((service) => linesWith(service, id)),
    );
    expect(edge!.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { request_id: id, method: 'POST', uri: '/api/v1/tasks/ping', status: '202' },
    ]);
    expect(api!.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { request_id: id, level: 'info', path: '/api/v1/tasks/ping', status: 202 },
    ]);
    const said = worker!.map((line) => JSON.parse(line) as Line);
    for (const { request_id } of said) expect(request_id).toBe(id);
    expect(said.filter(({ message }) => message?.includes(`ping[${task}] succeeded`))).toHaveLength(1);
  });

  it('probes are not in them, and neither are what a query holds or a secret', async () => {
    await ask(stack.origin, '/api/v1/status?token=hidden-from-logs');
    await ask(stack.origin, '/health');
    await ask(stack.origin, '/', { headers: { Referer: 'https://shop.test/?token=hidden-from-logs' } });
    const all = (await Promise.all([...OURS, 'postgres', 'redis'].map((service) => logLines(stack, service)))).flat();
    expect(all.filter((line) => line.includes('/api/v1/status"'))).toHaveLength(2);
    expect(all.filter((line) => line.includes('https://shop.test/"'))).toHaveLength(1);
    const hidden = ['hidden-from-logs', '"uri":"/health"', 'GET /health', ...Object.values(stack.secrets)];
    expect(all.filter((line) => hidden.some((text) => line.includes(text)))).toEqual([]);
  });

  it('every container has its log rotated', async () => {
    for (const { service, inspected } of await inspectAll(stack)) {
      expect(inspected.HostConfig.LogConfig, service).toEqual({
        Type: 'json-file',
        Config: { 'max-size': '5m', 'max-file': '4' },
      });
    }
  });
});

/** What `npx projen` would write after a change of an option; ports and .env stay. */
async function changeToPlain(): Promise<void> {
  const ports = { frontend: { port: Number(new URL(stack.origin).port) } };
  const { stack: changed } = loadOptions({ ...OPTIONS, logs: { format: 'plain' }, services: ports });
  for (const { path, content } of renderStack(changed!))
    if (/docker-compose|nginx\.conf$/.test(path)) writeFileSync(join(stack.project.dir, path), content);
  await startStack(stack);
}

describe('plain logs', () => {
  const id = 'e2e-logs-plain-0001';

  it('one id leads from nginx through the API to the task', async () => {
    await changeToPlain();
    const task = await ping(id);
    const [edge, api, worker] = await Promise.all(
      ['frontend', 'backend', 'celery-worker'].map((service) => linesWith(service, id)),
    );
    expect(edge).toEqual([
      expect.stringMatching(/^172\.[\d.]+ \[\d{4}-\S+\] "POST \/api\/v1\/tasks\/ping HTTP\/1\.1" 202 /),
    ]);
    expect(api).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d \S+ INFO +src\.access: POST \/api\/v1\/tasks\/ping 202 /),
    ]);
    expect(
      worker!.filter((line) =>
        new RegExp(`^\\d{4}-\\S+ \\S+ INFO +\\S+: Task src\\.tasks\\.ping\\.ping\\[${task}\\] succeeded`).test(line),
      ),
    ).toHaveLength(1);
    for (const line of [...edge!, ...api!, ...worker!]) expect(line).toContain(`id=${id}`);
  });
});
