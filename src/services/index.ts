import type { Catalog } from '../model/service.js';
import { backendDebug } from './backend-debug.js';
import { backend } from './backend.js';
import { celeryBeat } from './celery-beat.js';
import { celeryWorker } from './celery-worker.js';
import { frontend } from './frontend.js';
import { migrate } from './migrate.js';
import { postgres } from './postgres.js';
import { redis } from './redis.js';

/** In the order of the prompts, the files and the documents. */
export const catalog: Catalog = [frontend, backend, postgres, redis, migrate, celeryWorker, celeryBeat, backendDebug];
