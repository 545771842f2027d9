// Production with a certificate of our own making, and three containers of the API behind it.
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './support/http.js';
import { run } from './support/shell.js';
import { logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';

const DOMAIN = 'shop.test';
const NGINX = 101;

let stack: RunningStack;
let secure: string;
let ca: string;

/** As nginx/ssl/README.md says. */
async function makeCertificate(dir: string): Promise<void> {
  const [key, certificate] = [join(dir, 'privkey.pem'), join(dir, 'fullchain.pem')];
  const subject = ['-subj', `/CN=${DOMAIN}`, '-addext', `subjectAltName=DNS:${DOMAIN}`];
  await run([
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '30',
    ...subject,
    '-keyout',
    key,
    '-out',
    certificate,
  ]);
  if (process.getuid!() !== 0) {
    chmodSync(key, 0o644);
    return;
  }
  for (const file of [key, certificate]) chownSync(file, NGINX, NGINX);
  chmodSync(key, 0o400);
}

beforeAll(async () => {
  stack = await prepareStack('production', {
    name: 'e2e-tls',
    tls: true,
    domain: DOMAIN,
    services: { backend: { replicas: 3 } },
  });
  await makeCertificate(join(stack.project.dir, 'nginx/ssl'));
  await startStack(stack);
  secure = `https://127.0.0.1:${stack.tlsPort}`;
  ca = stack.project.read('nginx/ssl/fullchain.pem');
});

afterAll(() => stack.project.remove());

const askSecurely = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(secure, path, { ca, servername: DOMAIN, headers: { Host: DOMAIN, ...headers } });

/** The version that both sides agree on, or the code of the error. */
function handshake(version: SecureVersion): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port: stack.tlsPort,
      servername: DOMAIN,
      ca,
      minVersion: version,
      maxVersion: version,
    };
    // Level 0: this side must be willing, so that it is the server that refuses.
    const socket = connectTls({ ...options, ciphers: 'ALL:@SECLEVEL=0' }, () => {
      resolve(socket.getProtocol()!);
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
  });
}

describe('TLS', () => {
  it('serves page and API under the certificate', async () => {
    const page = await askSecurely('/');
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain('<div id="root">');
    expect(JSON.parse((await askSecurely('/api/v1/status')).body.toString())).toMatchObject({ api: 'ok' });
  });

  it.each(['/', '/some/route?q=1', '/api/v1/status', '/assets/missing.js', '/.env'])(
    'plain HTTP sends %s to HTTPS',
    async (path) => {
      const { status, headers } = await ask(stack.origin, path, { headers: { Host: DOMAIN } });
      expect({ status, location: headers.location }).toEqual({
        status: 301,
        location: `https://${DOMAIN}:${stack.tlsPort}${path}`,
      });
      // A browser must not learn of it from an answer that anyone on the way could have written.
      expect(headers['strict-transport-security']).toBeUndefined();
    },
  );

  it('plain HTTP answers those who check its health', async () => {
    const { status, body } = await ask(stack.origin, '/health');
    expect({ status, body: body.toString() }).toEqual({ status: 200, body: 'ok\n' });
  });

  it.each(['/', '/api/v1/status', '/api/v1/nowhere', '/assets/missing.js', '/health'])(
    'browsers insist on HTTPS from then on: %s',
    async (path) => {
      expect((await askSecurely(path)).headers['strict-transport-security']).toBe('max-age=31536000');
    },
  );

  it.each([
    ['TLSv1', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
    ['TLSv1.1', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
    ['TLSv1.2', 'TLSv1.2'],
    ['TLSv1.3', 'TLSv1.3'],
  ] as const)('%s: %s', async (version, outcome) => {
    expect(await handshake(version)).toBe(outcome);
  });

  it('the API knows that the client used HTTPS', async () => {
    // With a slash too many, FastAPI answers with an absolute address.
    const { status, headers } = await askSecurely('/api/v1/status/');
    expect({ status, location: headers.location }).toEqual({
      status: 307,
      location: `https://${DOMAIN}/api/v1/status`,
    });
  });

  it('all three containers of the API answer', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `e2e-tls-replica-${index}`);
    for (const id of ids) expect((await askSecurely('/api/v1/status', { 'X-Request-ID': id })).status).toBe(200);
    const lines = (await logLines(stack, 'frontend')).map(
      (line) => JSON.parse(line) as { request_id: string; upstream: string },
    );
    const used = lines.filter(({ request_id }) => ids.includes(request_id)).map(({ upstream }) => upstream);
    expect(used).toHaveLength(ids.length);
    expect(new Set(used).size).toBe(3);
  });
});
