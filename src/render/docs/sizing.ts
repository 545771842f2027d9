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
  const rows = [...settings(container.command)].map(([key, value]) => [
    code(key),
    code(value),
    derived || always.includes(key) ? (FORMULAS[key] ?? 'given') : 'fixed by the preset',
  ]);
  const { memory } = container.limits;
  const shm =
    container.shm === undefined
      ? []
      : [
          [
            code('shm_size'),
            code(formatMemory(sharedMemory(memory))),
            'M / 4, 64 MB at least: parallel queries use it',
          ],
        ];
  return table(['Setting', 'Value', 'From'], [...rows, ...shm]);
}

const given = (path: string): string => `given: ${code(path)}`;

type Row = readonly [what: string, value: string, from: string];

/** By a formula, or by what was given. */
function auto(stack: Stack, id: string, key: string, formula: string): string {
  return isAuto(stack, id, key) ? formula : given(`services.${id}.${key}`);
}

function api(stack: Stack): readonly Row[] {
  const workers = find(stack, 'backend')?.env.WEB_CONCURRENCY;
  if (typeof workers !== 'string') return [];
  const formula = 'one per CPU, as far as 128 MiB each fit; one at least';
  const [pool, overflow] = [answerText(stack, 'backend', 'pool'), answerText(stack, 'backend', 'poolOverflow')];
  const connections = 'given: `services.backend.pool`, `poolOverflow`';
  return [
    ['uvicorn processes per container', workers, auto(stack, 'backend', 'workers', formula)],
    ...(stack.has('postgres')
      ? [['Database connections per process', `${pool} + ${overflow}`, connections] as const]
      : []),
  ];
}

function processes(stack: Stack): string {
  const [worker, nginx, redis] = ['celery-worker', 'frontend', 'redis'].map((id) => find(stack, id));
  const concurrency = worker && settings(worker.command).get('concurrency');
  const tasks = 'two per CPU, as far as 90 MiB each fit beside the parent';
  const memory = redis && settings(redis.command).get('maxmemory');
  const half = 'half of its memory: writing its file may double the rest';
  const rows: readonly Row[] = [
    ...api(stack),
    ...(concurrency
      ? [['Celery tasks at once', concurrency, auto(stack, 'celery-worker', 'concurrency', tasks)] as const]
      : []),
    ...(nginx ? [['nginx processes', String(nginxWorkers(nginx.limits)), 'one per CPU, rounded up'] as const] : []),
    ...(memory ? [['Redis may keep', memory, auto(stack, 'redis', 'maxMemory', half)] as const] : []),
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
    [
      'Available',
      `${max} − ${RESERVED_CONNECTIONS} that PostgreSQL keeps for superusers`,
      String(max - RESERVED_CONNECTIONS),
    ],
    ['Left', '', String(max - RESERVED_CONNECTIONS - sum)],
  ];
  return table(['Who', 'Replicas × processes × connections', 'At most:'], rows);
}

export const sizing: Section = (stack) => {
  const view = { postgres: postgres(stack), processes: processes(stack), connections: connections(stack) };
  if (!view.postgres && !view.processes) return undefined;
  return fill('docs/sizing.md', {
    ...view,
    memory: formatMemory(stack.limits('postgres')?.memory ?? 0),
    derived: stack.policy.derivedTuning,
  });
};
