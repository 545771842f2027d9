import type { Limits } from './container.js';
import type { Mebibytes } from './units.js';

const clamp = (low: number, value: number, high: number): number => Math.min(Math.max(low, value), high);

/** Kept for superusers by PostgreSQL itself (`superuser_reserved_connections`). */
export const RESERVED_CONNECTIONS = 3;
/** For a person with psql, a backup and a metrics exporter. */
export const SPARE_CONNECTIONS = 3;

/**
 * Settings of PostgreSQL for a container with this much memory, in its own spelling.
 *
 * shared_buffers M/4 and effective_cache_size 3M/4 are what the PostgreSQL manual starts from ("Resource
 * Consumption", 25 % of the system's memory); maintenance_work_mem M/16 and wal_buffers 3 % of shared_buffers up to
 * 16 MB likewise. work_mem divides what is left by the connections and eight parallel workers, each with three sorts
 * or hashes at once, and is 4 MB at least. random_page_cost 1.1 is for solid state disks.
 */
export function postgresSettings(memory: Mebibytes, maxConnections: number): Readonly<Record<string, string>> {
  const sharedBuffers = Math.floor(memory / 4);
  const workMem = Math.max(4, Math.floor((memory - sharedBuffers) / ((maxConnections + 8) * 3)));
  return {
    max_connections: String(maxConnections),
    shared_buffers: `${sharedBuffers}MB`,
    effective_cache_size: `${Math.floor((memory * 3) / 4)}MB`,
    maintenance_work_mem: `${Math.floor(memory / 16)}MB`,
    work_mem: `${workMem}MB`,
    wal_buffers: `${clamp(1, Math.floor(sharedBuffers * 0.03), 16)}MB`,
    checkpoint_completion_target: '0.9',
    default_statistics_target: '100',
    random_page_cost: '1.1',
  };
}

/**
 * Shared memory of the PostgreSQL container, which parallel queries use beside shared_buffers: a quarter of its
 * memory. Docker's default is 64 MB.
 */
export function sharedMemory(memory: Mebibytes): Mebibytes {
  return Math.max(64, Math.floor(memory / 4));
}

/** What a uvicorn process with FastAPI, SQLAlchemy and a pool takes under load, rounded up from 90 to 110 MiB. */
const API_PROCESS: Mebibytes = 128;

/**
 * Worker processes of uvicorn: an event loop keeps one processor busy, so one for each processor, as far as memory
 * goes, and one at least.
 */
export function apiWorkers({ cpus, memory }: Limits): number {
  return clamp(1, Math.floor(cpus), Math.max(1, Math.floor(memory / API_PROCESS)));
}

/** A number that was given, or what its formula says. */
export function orDerived(given: number | 'auto', formula: (limits: Limits) => number, limits: Limits): number {
  return given === 'auto' ? formula(limits) : given;
}

/** A prefork child of Celery with the application loaded takes about 90 MiB; the parent takes as much. */
export const CELERY_PROCESS: Mebibytes = 90;

/** Celery children: two for each processor, since tasks mostly wait, as far as memory goes beside the parent. */
export function celeryConcurrency({ cpus, memory }: Limits): number {
  return clamp(1, Math.ceil(cpus * 2), Math.max(1, Math.floor(memory / CELERY_PROCESS) - 1));
}

/**
 * What Redis may keep: half of its memory. While it rewrites its append-only file it is forked, and every page that
 * is written meanwhile exists twice ("Redis administration" in its manual).
 */
export function redisMaxMemory(memory: Mebibytes): Mebibytes {
  return Math.floor(memory / 2);
}

/** Workers of nginx: one for each processor it may use, rounded up. */
export function nginxWorkers({ cpus }: Limits): number {
  return Math.max(1, Math.ceil(cpus));
}

/** What the system and Docker keep: a tenth of the memory, 384 MiB at least. */
export function systemReserve(memory: Mebibytes): Mebibytes {
  return Math.max(384, Math.floor(memory / 10));
}
