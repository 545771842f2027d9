import { interpolate } from '../interpolate.js';
import type { Node } from '../node.js';
import { memoryOf, portOf, wholeOf } from '../sizes.js';
import { commandsOf, optionOf, programOf, rawCommandsOf } from '../words.js';
import type { Carrier, Carrying } from './carrying.js';

type Command = readonly string[];

/** `shop.main:app` or `shop.main:create_app()`. */
const APP = /^([A-Za-z_][\w.]*):([A-Za-z_][\w.]*)(\(\))?$/;

function appOf(command: Command): RegExpExecArray | undefined {
  const word = command.slice(1).find((one) => APP.test(one));
  return word === undefined ? undefined : (APP.exec(word) ?? undefined);
}

/** `fastapi run app/main.py`: the attribute is found by FastAPI, which takes `app` first. */
function fileApp(command: Command): string | undefined {
  const file = command.find((word) => /^[\w./-]+\.py$/.test(word));
  const module = file?.replace(/^\.\//, '').replace(/\.py$/, '').replaceAll('/', '.');
  return module && `${module}:${optionOf(command, '--app') ?? 'app'}`;
}

function serve(command: Command, node: Node, on: Carrying): void {
  const { book, environment } = on;
  const app = appOf(command);
  const module = app ? `${app[1]}:${app[2]}` : programOf(command) === 'fastapi' ? fileApp(command) : undefined;
  book.implied(node, 'The image starts the server itself.');
  if (module !== undefined) book.option('services.backend.module', module, node);
  if (app?.[3] !== undefined || command.includes('--factory'))
    book.notCarried(node, 'It is a function that makes the application: that is read in the sources.', 'a factory');
  const bind = optionOf(command, '--bind', '-b')?.split(':').at(-1);
  const port = portOf(optionOf(command, '--port') ?? bind);
  if (port !== undefined) book.option('services.backend.port', port, node);
  const workers = wholeOf(optionOf(command, '--workers', '-w'), 1, 64);
  if (workers !== undefined && environment === 'production') book.option('services.backend.workers', workers, node);
  const root = optionOf(command, '--root-path');
  if (root !== undefined)
    book.notCarried(
      node,
      'nginx passes paths on as they are; services.backend.apiPrefix is the one of the API.',
      `--root-path ${root}`,
    );
}

function work(command: Command, node: Node, on: Carrying): void {
  const { book, role } = on;
  const app = optionOf(command, '-A', '--app');
  book.implied(node, 'The image starts Celery itself.');
  if (app !== undefined) book.option('services.celery-worker.app', app, node);
  if (role !== 'celery-worker') return;
  const asked = optionOf(command, '-c', '--concurrency');
  const concurrency = wholeOf(asked, 1, 256);
  // Of green threads there are hundreds, where there would be a few processes.
  const processes = /^(?:prefork|processes)$/.test(optionOf(command, '-P', '--pool') ?? 'prefork');
  if (asked !== undefined && !processes)
    book.notCarried(node, 'It counts threads, and ours are processes.', `--concurrency ${asked}`);
  else if (concurrency !== undefined) book.option('services.celery-worker.concurrency', concurrency, node);
  for (const [names, why] of CELERY) {
    const value = optionOf(command, ...names);
    if (value !== undefined) book.notCarried(node, why, `${names.at(-1)} ${value}`);
  }
}

const CELERY: readonly (readonly [names: readonly string[], why: string])[] = [
  [
    ['-Q', '--queues'],
    'The worker takes every queue that the application declares as its default: set task_queues there.',
  ],
  [['-P', '--pool'], 'The worker has processes: set worker_pool in the application.'],
  [['-n', '--hostname'], 'Containers have names of their own.'],
  [['--max-tasks-per-child'], 'Set worker_max_tasks_per_child in the application.'],
  [['--autoscale'], 'The number of processes is fixed: services.celery-worker.concurrency.'],
];

function migrate(_: Command, node: Node, { book }: Carrying): void {
  book.implied(node, 'The service migrate brings the database up to date, once, before anything else starts.');
}

function settings(command: Command, node: Node, { book }: Carrying): void {
  const given = command.flatMap((word, index) => {
    if (word === '-c' || word === '--') return [];
    const pair = command[index - 1] === '-c' ? word : word.startsWith('--') ? word.slice(2) : undefined;
    const match = /^([a-z_.]+)=(.*)$/.exec(pair ?? '');
    return match ? [[match[1]!, match[2]!] as const] : [];
  });
  book.implied(node, 'PostgreSQL is set up from its limits.');
  for (const [name, value] of given) {
    const connections = name === 'max_connections' ? wholeOf(value, 10, 5000) : undefined;
    if (connections !== undefined) book.option('services.postgres.maxConnections', connections, node);
    else if (DERIVED.test(name)) book.implied(node, 'Derived from the memory limit and the connections.');
    else book.notCarried(node, 'No option sets it.', `${name}=${value}`);
  }
}

const DERIVED =
  /^(?:shared_buffers|effective_cache_size|maintenance_work_mem|work_mem|wal_buffers|checkpoint_completion_target|random_page_cost|shared_preload_libraries|pg_stat_statements\.track|default_statistics_target)$/;

function cache(command: Command, node: Node, on: Carrying): void {
  const { book } = on;
  book.implied(node, 'Redis is set up from its limits.');
  const size = optionOf(command, '--maxmemory');
  // Redis counts `mb` as Compose does, and `m` in thousands: that much is lost.
  const memory = memoryOf(size);
  if (memory !== undefined && memory !== '0M') book.option('services.redis.maxMemory', memory, node);
  const policy = optionOf(command, '--maxmemory-policy');
  if (
    policy !== undefined &&
    /^(?:allkeys|volatile)-(?:lru|lfu)$|^allkeys-random$|^volatile-ttl$|^noeviction$/.test(policy)
  )
    book.option('services.redis.eviction', policy, node);
  const append = optionOf(command, '--appendonly');
  if (append !== undefined) book.option('services.redis.persist', append === 'yes', node);
  // As written: a password that is in no file leaves nothing behind, and the next option would be taken for it.
  const raw = rawCommandsOf(node).map((one) => optionOf(one, '--requirepass'))[0];
  if (raw !== undefined) {
    const evidence = { file: node.place.file, line: node.place.line };
    const value = interpolate(raw, on.service.environment.model.env.variables);
    on.variables.add({ name: 'REDIS_PASSWORD', value, raw, evidence }, 'redis', on.environment);
  }
  const file = command.find((word) => /\.conf$/.test(word));
  if (file !== undefined)
    book.notCarried(node, 'What a configuration file says is not read: there are options of services.redis.', file);
}

/** How a program's command line is read. */
const PROGRAMS: readonly (readonly [program: RegExp, read: (command: Command, node: Node, on: Carrying) => void])[] = [
  [/^(?:uvicorn|gunicorn|hypercorn|granian|fastapi)$/, serve],
  [/^celery$/, work],
  [/^alembic$/, migrate],
  [/^(?:postgres|docker-entrypoint\.sh)$/, settings],
  [/^redis-server$/, cache],
];

/** What prepares a start, and has a place of its own with us. */
const PREPARES = /^(?:sleep|wait-for(?:-it)?(?:\.sh)?|dockerize|echo|cd|set|nc|until|while|do|done)$/;
const NODE = /^(?:npm|pnpm|yarn|bun|npx|vite|serve|nginx)$/;

/** `command` and `entrypoint`. */
export const command: Carrier = (node, on) => {
  const { book, role } = on;
  if (node.kind === 'list' && node.items.length === 0) return book.implied(node, 'The image has its command.');
  const all = commandsOf(node);
  for (const one of all) {
    const program = programOf(one);
    // Only options: the image's own program takes them.
    const reader =
      program.startsWith('-') && role === 'postgres'
        ? settings
        : PROGRAMS.find(([pattern]) => pattern.test(program))?.[1];
    if (reader) reader(program.startsWith('-') ? ['postgres', ...one] : one, node, on);
    else if (PREPARES.test(program)) book.implied(node, 'Services wait for one another by their health.');
    else if (NODE.test(program) && role === 'frontend')
      book.implied(node, 'The front end is built into the image of nginx, in both environments.');
    else
      book.notCarried(
        node,
        'What it does is not known: it is not run to find out.',
        all.length > 1 ? one.join(' ') : undefined,
      );
  }
};
