import { connectionUse } from '../../model/connections.js';
import { nginxWorkers, RESERVED_CONNECTIONS, sharedMemory, SPARE_CONNECTIONS } from '../../model/sizing.js';
import type { Stack } from '../../model/stack.js';
import { formatMemory } from '../../model/units.js';
import { fill } from '../template.js';
import { answerText, find, isAuto, type Section, settings } from './facts.js';
import { code, table } from './markdown.js';

const EXTENSION = 'for the statistics of statements';

/** How src/model/sizing.ts gets at each setting; M is the memory of the container. */
export const FORMULAS: Readonly<Record<string, string>> = {
  shared_preload_libraries: EXTENSION,
  'pg_stat_statements.track': EXTENSION,
  max_connections: '`services.postgres.maxConnections`',
  shared_buffers: 'M / 4',
  effective_cache_size: '3 M / 4',
  maintenance_work_mem: 'M / 16',
  work_mem: '(M − shared_buffers) / ((connections + 8) × 3), 4 MB at least',
  wal_buffers: '3 % of shared_buffers, from 1 to 16 MB',
  checkpoint_completion_target: 'fixed: checkpoints are spread over the time between them',
  default_statistics_target: 'fixed',
  random_page_cost: 'fixed: for solid state disks',
};

function postgres(stack: Stack): string | undefined {
  const container = find(stack, 'postgres');
  if (!container) return undefined;
  const derived = stack.policy.derivedTuning;
  const always = ['shared_preload_libraries', 'pg_stat_statements.track', 'max_connections'];
  const rows = [...settings(container.command)].map(([key, value]) => [code(key), code(value), derived || always.includes(key) ? (FORMULAS[key] ?? 'given') : 'fixed by the preset']);
  const { memory } = container.limits;
  const shm = container.shm === undefined ? [] : [[code('shm_size'), code(formatMemory(sharedMemory(memory))), 'M / 4, 64 MB at least: parallel queries use it']];
  return table(['Setting', 'Value', 'From'], [...rows, ...shm]);
}

const given = (path: string): string => `given: ${code(path)}`;

function processes(stack: Stack): string {
  const worker = find(stack, 'celery-worker');
  const [nginx, redis] = [find(stack, 'frontend'), find(stack, 'redis')];
  const memory = redis && settings(redis.command).get('maxmemory');
  const workers = find(stack, 'backend')?.env.WEB_CONCURRENCY;
  const auto = (id: string, key: string, formula: string): string => (isAuto(stack, id, key) ? formula : given(`services.${id}.${key}`));
  const rows: readonly (readonly string[])[] = [
    ...(typeof workers === 'string'
      ? [['uvicorn processes per container', workers, auto('backend', 'workers', 'one per CPU, as far as 128 MiB each fit; one at least')]]
      : []),
    ...(stack.has('backend') && stack.has('postgres')
      ? [['Database connections per process', `${answerText(stack, 'backend', 'pool')} + ${answerText(stack, 'backend', 'poolOverflow')}`, 'given: `services.backend.pool`, `poolOverflow`']]
      : []),
    ...(worker
      ? [['Celery tasks at once', settings(worker.command).get('concurrency') ?? '', auto('celery-worker', 'concurrency', 'two per CPU, as far as 90 MiB each fit beside the parent')]]
      : []),
    ...(nginx ? [['nginx processes', String(nginxWorkers(nginx.limits)), 'one per CPU, rounded up']] : []),
    ...(memory ? [['Redis may keep', memory, auto('redis', 'maxMemory', 'half of its memory: writing its file may double the rest')]] : []),
  ];
  return rows.length > 0 ? table(['What', 'Value', 'From'], rows) : '';
}

function connections(stack: Stack) {
  if (!stack.has('postgres')) return undefined;
  const use = connectionUse(stack);
  const sum = use.reduce((total, { connections: some }) => total + some, SPARE_CONNECTIONS);
  const max = Number(answerText(stack, 'postgres', 'maxConnections'));
  const rows = [
    ...use.map(({ id, formula, connections: some }) => [code(id), formula, String(some)]),
    ['A person, a backup, an exporter', 'spare', String(SPARE_CONNECTIONS)],
    ['**Sum**', '', `**${sum}**`],
    ['Available', `${max} − ${RESERVED_CONNECTIONS} that PostgreSQL keeps for superusers`, String(max - RESERVED_CONNECTIONS)],
    ['Left', '', String(max - RESERVED_CONNECTIONS - sum)],
  ];
  return table(['Who', 'Replicas × processes × connections', 'At most:'], rows);
}

export const sizing: Section = (stack) => {
  const view = { postgres: postgres(stack), processes: processes(stack), connections: connections(stack) };
  if (!view.postgres && !view.processes) return undefined;
  return fill('docs/sizing.md', { ...view, memory: formatMemory(stack.limits('postgres')?.memory ?? 0), derived: stack.policy.derivedTuning });
};
