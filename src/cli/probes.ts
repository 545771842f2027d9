import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import type { Probes, PortUse } from '../probe/probes.js';

/** Whether a program can listen there. A family of addresses that the machine has not, nobody listens on. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function port(number: number): Promise<PortUse | undefined> {
  for (const host of ['0.0.0.0', '127.0.0.1', '::'])
    if (!(await isFree(number, host))) return { port: number, by: 'another program' };
  return undefined;
}

/** This machine, as far as it can be asked without other programs. */
export const machine: Probes = {
  port,
  docker: () => Promise.resolve(undefined),
  host: () => ({ cpus: availableParallelism(), memory: Math.floor(totalmem() / 2 ** 20) }),
};
