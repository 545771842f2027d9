import { availableParallelism, totalmem } from 'node:os';
import type { HostFacts } from './probes.js';

const MEBIBYTE = 1024 * 1024;

/** This machine, or what a container on it leaves this process. */
export function host(): HostFacts {
  // 0 or more than there is where nothing limits it.
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return { cpus: availableParallelism(), memory: Math.floor(memory / MEBIBYTE) };
}
