// What a client gets through nginx, in production.
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askJson, askRaw } from './support/http.js';
import { askAsNeighbour } from './support/neighbour.js';
import { eventually } from './support/shell.js';
import { containerOf, logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';
import { uploadAtOnce } from './support/uploads.js';
import { webSocketEcho } from './support/websocket.js';

const LIMIT = 10 * 1024 * 1024;
const YEAR = 'public, max-age=31536000, immutable';
const GZIP = { 'Accept-Encoding': 'gzip' };

let stack: RunningStack;
let script: string;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-requests' });
  await startStack(stack);
  const page = await ask(stack.origin, '/');
  script = /src="(\/assets\/[^"]+\.js)"/.exec(page.body.toString())![1]!;
});

afterAll(() => stack.project.remove());

interface LogLine {
  readonly request_id?: string;
  readonly client?: string;
  readonly level?: string;
  readonly status: number | string;
}

async function logged(service: string, id: string): Promise<readonly LogLine[]> {
  const lines = (await logLines(stack, service)).filter((line) => line.includes(id));
  return lines.map((line) => JSON.parse(line) as LogLine).filter(({ request_id }) => request_id === id);
}

const upload = (size: number, headers = {}) =>
  ask(stack.origin, '/api/v1/uploads', { method: 'POST', body: Buffer.alloc(size), headers });
const tooLarge = { detail: 'The request is larger than 10m.' };

describe('requests', () => {
  it.each(['/', '/some/route', '/some/route/that/is/deep'])('%s is the page', async (path) => {
    const { status, headers, body } = await ask(stack.origin, path);
    expect({ status, type: headers['content-type'], cache: headers['cache-control'] }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      cache: 'no-cache',
    });
    expect(body.toString()).toContain('<div id="root">');
  });

  it('the API is passed on, with its query and its own errors', async () => {
    expect(await askJson(stack.origin, '/api/v1/status')).toEqual({ api: 'ok', database: 'ok', cache: 'ok' });
    const refused = await ask(stack.origin, '/api/v1/notes?limit=0');
    expect(refused.status).toBe(422);
    expect(refused.body.toString()).toContain('greater_than_equal');
    expect(await askJson(stack.origin, '/api/v1/nowhere')).toEqual({ detail: 'Not Found' });
  });

  it.each(['/assets/missing.js', '/.env', '/.git/config', '/health/live'])('%s is nothing of ours', async (path) => {
    const { status, body } = await ask(stack.origin, path);
    // The health of the API is not for the public: there it is a route of the page, like any other.
    expect(status).toBe(path === '/health/live' ? 200 : 404);
    expect(body.toString()).not.toMatch(/alive|PASSWORD|\[core\]/);
  });

  it.each([
    ['of a known length', {}],
    ['of an unknown length', { 'Transfer-Encoding': 'chunked' }],
  ])('an upload %s may reach the limit; one byte more is refused in JSON', async (_, headers) => {
    const taken = await upload(LIMIT, headers);
    expect({ status: taken.status, ...JSON.parse(taken.body.toString()) }).toEqual({ status: 201, size: LIMIT });
    const refused = await upload(LIMIT + 1, { ...headers, 'X-Request-ID': 'one-byte-too-many' });
    expect({ status: refused.status, type: refused.headers['content-type'] }).toEqual({
      status: 413,
      type: 'application/json; charset=utf-8',
    });
    expect(JSON.parse(refused.body.toString())).toEqual(tooLarge);
    expect((await logged('backend', 'one-byte-too-many')).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('uploads at the same time do not fill the memory that nginx has for files', async () => {
    const answers = await uploadAtOnce(stack.origin, '/api/v1/uploads', 20, Buffer.alloc(LIMIT));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  });

  it('files are compressed ahead, with all effort', async () => {
    const [plain, zipped] = [await ask(stack.origin, script), await ask(stack.origin, script, { headers: GZIP })];
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    // What is compressed on the way has no length.
    expect(Number(zipped.headers['content-length'])).toBe(zipped.body.length);
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(zipped.body.length).toBeLessThan(plain.body.length / 2);
  });

  it('answers of the API are compressed on the way', async () => {
    const note = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'x'.repeat(500) }),
    };
    for (let index = 0; index < 5; index++) expect((await ask(stack.origin, '/api/v1/notes', note)).status).toBe(201);
    const [plain, zipped] = [
      await ask(stack.origin, '/api/v1/notes'),
      await ask(stack.origin, '/api/v1/notes', { headers: GZIP }),
    ];
    expect(zipped.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(zipped.body.length).toBeLessThan(plain.body.length / 5);
  });

  it('hashed assets are kept for a year, even when asked for again; nothing else is', async () => {
    const asset = await ask(stack.origin, script);
    expect(asset.headers['cache-control']).toBe(YEAR);
    const again = await ask(stack.origin, script, { headers: { 'If-None-Match': asset.headers.etag! } });
    expect({ status: again.status, cache: again.headers['cache-control'] }).toEqual({ status: 304, cache: YEAR });
    for (const path of ['/favicon.svg', '/assets/missing.js', '/'])
      expect((await ask(stack.origin, path)).headers['cache-control'], path).toBe('no-cache');
  });

  it('a WebSocket gets through', async () => {
    expect(await webSocketEcho(stack.origin, '/api/v1/ws/echo', 'Καλημέρα')).toBe('Καλημέρα');
  });

  it('a request keeps the id that it brings, in the answer and in both logs', async () => {
    const id = 'e2e.requests-0001';
    const { headers } = await ask(stack.origin, '/api/v1/status', { headers: { 'X-Request-ID': id } });
    expect(headers['x-request-id']).toBe(id);
    expect(await logged('frontend', id)).toHaveLength(1);
    expect(await logged('backend', id)).toHaveLength(1);
  });

  it.each(['short', `${'x'.repeat(65)}`, 'with spaces in it', '<script>alert(1)</script>'])(
    'an id such as %j is replaced',
    async (id) => {
      const { headers } = await ask(stack.origin, '/api/v1/status', { headers: { 'X-Request-ID': id } });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    },
  );

  it("the client's address is in both logs, and no header that it sends changes it", async () => {
    const id = 'who-am-i-really';
    const forged = { 'X-Forwarded-For': '203.0.113.9', 'X-Real-IP': '203.0.113.9', Forwarded: 'for=203.0.113.9' };
    const { inspected } = await containerOf(stack, 'backend');
    const [network, url] = [`${stack.project.name}-production_edge`, 'http://frontend:8080/api/v1/status'];
    const address = await askAsNeighbour(network, inspected.Image, url, { ...forged, 'X-Request-ID': id });
    expect(address).toMatch(/^\d+(\.\d+){3}$/);
    for (const service of ['frontend', 'backend'])
      expect(await logged(service, id), service).toMatchObject([{ client: address }]);
  });
});

const SECURITY = {
  'content-security-policy': expect.stringMatching(/^default-src 'self';[^,]+$/) as string,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': expect.stringMatching(/^camera=\(\), [^"]+$/) as string,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  server: 'nginx',
};

describe('security headers, each once', () => {
  it.each([
    ['the page', 200, () => ask(stack.origin, '/')],
    ['a route of the page', 200, () => ask(stack.origin, '/some/route')],
    ['a file', 200, () => ask(stack.origin, '/favicon.svg')],
    ['a hashed asset', 200, () => ask(stack.origin, script)],
    [
      'an asset that is still fresh',
      304,
      async () =>
        ask(stack.origin, script, { headers: { 'If-None-Match': (await ask(stack.origin, script)).headers.etag! } }),
    ],
    ['a part of a file', 206, () => ask(stack.origin, script, { headers: { Range: 'bytes=0-9' } })],
    ['a missing asset', 404, () => ask(stack.origin, '/assets/missing.js')],
    ['a hidden file', 404, () => ask(stack.origin, '/.env')],
    ['a method that files do not know', 405, () => ask(stack.origin, '/', { method: 'DELETE' })],
    ['the health of nginx', 200, () => ask(stack.origin, '/health')],
    ['the API', 200, () => ask(stack.origin, '/api/v1/status')],
    ['an error of the API', 404, () => ask(stack.origin, '/api/v1/nowhere')],
    ['an upload that is too large', 413, () => upload(LIMIT + 1)],
    ['an address that is too long', 414, () => ask(stack.origin, `/${'x'.repeat(10_000)}`)],
  ])('%s (%i)', async (_, status, answer) => {
    const { status: given, headers } = await answer();
    expect({ status: given, ...headers }).toMatchObject({ status, ...SECURITY });
  });

  it('a part that there is not (416): nginx itself gives them twice', async () => {
    const { status, headers } = await ask(stack.origin, script, { headers: { Range: 'bytes=99999999-' } });
    const once = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [...new Set(String(value).split(', '))].join(', ')]),
    );
    expect({ status, ...once }).toMatchObject({
      status: 416,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('what is no HTTP (400)', async () => {
    const answer = await askRaw(stack.origin, 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('X-Content-Type-Options: nosniff');
  });

  async function unavailable(): Promise<void> {
    const { status, headers, body } = await ask(stack.origin, '/api/v1/status');
    expect({ status, ...headers }).toMatchObject({
      status: 503,
      'content-type': 'application/json; charset=utf-8',
      ...SECURITY,
    });
    expect(JSON.parse(body.toString())).toEqual({ detail: 'The API does not answer. Please try again in a moment.' });
  }

  it('the API while it is gone (503), in JSON, and it comes back by itself', async () => {
    await stack.project.compose('production', ['kill', 'backend']);
    try {
      await unavailable();
      // Now nginx has no address any more, which fails in another way.
      await eventually(
        15,
        () => logLines(stack, 'frontend'),
        (lines) => lines.some((line) => line.includes('backend could not be resolved')),
      );
      await unavailable();
    } finally {
      await startStack(stack);
    }
    // nginx asks the name server every five seconds.
    await eventually(
      10,
      () => ask(stack.origin, '/api/v1/status'),
      ({ status }) => status === 200,
    );
  });
});
