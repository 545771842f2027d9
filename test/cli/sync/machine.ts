import type { Machine } from '../../../src/probe/probes.js';

/** A machine on which all is well, and as a test wants it otherwise. */
export function machine(other: Partial<Machine> = {}): Machine {
  const host = { cpus: 8, memory: 16_384 };
  return {
    port: () => Promise.resolve(undefined),
    docker: () => Promise.resolve({ engine: '28.5.2', compose: '2.40.3', host }),
    host: () => host,
    dockerTrouble: () => Promise.resolve('not-running'),
    hasImage: () => Promise.resolve(true),
    sees: () => Promise.resolve(true),
    ...other,
  };
}

/** A machine on which somebody has these ports. */
export function takenBy(ports: Readonly<Record<number, string>>, project?: string): Partial<Machine> {
  return {
    port: (port) => {
      const by = ports[port];
      if (by === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ port, by, ...(project !== undefined && { container: { name: by, project } }) });
    },
  };
}
