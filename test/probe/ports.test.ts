// Real sockets: what can be bound is what the system says, not what we think of it.
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { publishedIn } from '../../src/probe/docker.js';
import { host } from '../../src/probe/host.js';
import { nextFree, portProbe } from '../../src/probe/ports.js';

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Listens at an address; `undefined` where this machine has no such address. */
function listen(address: string, port = 0): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    open.push(server);
    server.once('error', (error: NodeJS.ErrnoException) => {
      open.splice(open.indexOf(server), 1);
      if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code ?? '')) resolve(undefined);
      else reject(error);
    });
    server.listen({ host: address, port, ipv6Only: true }, () => resolve((server.address() as { port: number }).port));
  });
}

describe('a port is taken', () => {
  it.each(['0.0.0.0', '127.0.0.1', '::', '::1'])('by who listens on %s, who is named', async (address) => {
    const port = await listen(address);
    if (port === undefined) return;
    const use = await portProbe()(port);
    expect(use?.port).toBe(port);
    expect(use?.by).toMatch(process.platform === 'linux' ? new RegExp(`^\\S.* \\(pid ${process.pid}\\)$`) : /./);
  });

  it('and free again when nobody listens', async () => {
    const port = (await listen('127.0.0.1'))!;
    const server = open.pop()!;
    await new Promise((resolve) => server.close(resolve));
    expect(await portProbe()(port)).toBeUndefined();
  });
});

describe('the next free one', () => {
  it('is neither taken nor wanted by somebody else', async () => {
    const taken = new Set([9000, 9001, 9003]);
    const probe = (port: number): Promise<{ port: number; by: string } | undefined> =>
      Promise.resolve(taken.has(port) ? { port, by: 'x' } : undefined);
    expect(await nextFree(9000, probe)).toBe(9002);
    expect(await nextFree(9000, probe, new Set([9002]))).toBe(9004);
    expect(await nextFree(65_535, () => probe(9000))).toBeUndefined();
  });
});

it.each([
  ['0.0.0.0:8080->80/tcp, [::]:8080->80/tcp', [8080]],
  ['127.0.0.1:8000-8002->80-82/tcp, 9000/tcp', [8000, 8001, 8002]],
  ['0.0.0.0:53->53/udp', []],
  [':::5432->5432/tcp', [5432]],
  ['', []],
])('Docker publishes "%s"', (ports, expected) => {
  expect(publishedIn(ports)).toEqual(expected);
});

it('a machine has processors, and memory in MiB', () => {
  const { cpus, memory } = host();
  expect([cpus >= 1, memory > 256, memory < 64 * 1024 * 1024]).toEqual([true, true, true]);
});
