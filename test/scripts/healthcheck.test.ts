// The probe that is in the image of the backend, run by bash against a server.
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { rendering } from '../support/rendering.js';

const scriptFor = (backend: object): string =>
  rendering({ name: 'shop', services: { backend } }).text('backend/healthcheck');
const HTTP = scriptFor({});
const ANY = scriptFor({ probe: 'any', probeHost: 'shop.example.com' });
const TCP = scriptFor({ probe: 'tcp' });

let server: Server | undefined;
let asked = '';

afterEach(() => {
  server?.close();
});

/** A server that answers everybody with the same text, and its port. */
function listen(answer: string): Promise<number> {
  asked = '';
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      asked += data.toString();
      if (asked.includes('\r\n\r\n')) socket.end(answer);
    });
  });
  return new Promise((resolve) =>
    server!.listen(0, '127.0.0.1', () => resolve((server!.address() as AddressInfo).port)),
  );
}

function probe(url: string, script = HTTP): Promise<number | null> {
  return new Promise((resolve) => spawn('bash', ['-c', script, 'healthcheck', url]).on('close', resolve));
}

describe('healthcheck', () => {
  it.each([
    ['200', 'HTTP/1.1 200 OK\r\n\r\n{}', 0],
    ['200 without a word', 'HTTP/1.1 200 \r\n\r\n', 0],
    ['503', 'HTTP/1.1 503 Service Unavailable\r\n\r\n', 1],
    ['200 in the text of another answer', 'HTTP/1.1 500 not 200 but\r\n\r\n', 1],
    ['nothing', '', 1],
    ['no HTTP', 'Hello 200 you\r\n', 1],
  ])('of a server that answers %s', async (_, answer, code) => {
    const port = await listen(answer);
    expect(await probe(`http://127.0.0.1:${port}/health/live`)).toBe(code);
    expect(asked).toBe(`GET /health/live HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  });

  it('fails where nobody listens', async () => {
    const port = await listen('');
    await new Promise((resolve) => server!.close(resolve));
    expect(await probe(`http://127.0.0.1:${port}/health`)).toBe(1);
  });

  it.each([
    ['200', 'HTTP/1.1 200 OK\r\n\r\n', 0],
    ['a redirection', 'HTTP/1.1 307 Temporary Redirect\r\n\r\n', 0],
    ['404', 'HTTP/1.1 404 Not Found\r\n\r\n', 0],
    ['503', 'HTTP/1.1 503 Service Unavailable\r\n\r\n', 1],
    ['nothing', '', 1],
  ])('takes any answer that is no error of the server, by the name that it trusts: %s', async (_, answer, code) => {
    const port = await listen(answer);
    expect(await probe(`http://127.0.0.1:${port}/`, ANY)).toBe(code);
    expect(asked).toBe('GET / HTTP/1.0\r\nHost: shop.example.com\r\n\r\n');
  });

  it('takes a connection, and says nothing there', async () => {
    const port = await listen('');
    expect(await probe(`tcp://127.0.0.1:${port}`, TCP)).toBe(0);
    expect(asked).toBe('');
    await new Promise((resolve) => server!.close(resolve));
    expect(await probe(`tcp://127.0.0.1:${port}`, TCP)).toBe(1);
  });
});
