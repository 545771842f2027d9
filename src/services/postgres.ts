import type { Limits } from '../model/container.js';
import type { Policy } from '../model/preset.js';
import { connectionUse } from '../model/connections.js';
import { documentPath, script } from '../model/names.js';
import { defineRule, type Rule } from '../model/rule.js';
import { defineService } from '../model/service.js';
import { postgresSettings, RESERVED_CONNECTIONS, sharedMemory, SPARE_CONNECTIONS } from '../model/sizing.js';
import { from } from '../model/variable.js';
import type { Answers } from '../model/question.js';
import { isAlpine, postgresVersion } from '../model/versions.js';
import { developmentPort } from './development-port.js';
import { existing } from './existing-volume.js';
import { questions } from './questions/postgres.js';

/** Where the image keeps its data: PostgreSQL 18 moved it, so that major versions lie side by side. */
function dataFolder(image: string): string {
  return (postgresVersion(image) ?? 0) >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
}

/** The account of the database in the official images. */
function accountOf({ account }: Answers<typeof questions>, image: string): readonly [uid: number, gid: number] {
  const given = account === 'auto' ? (isAlpine(image) ? '70:70' : '999:999') : account;
  const [uid = 0, gid = 0] = given.split(':').map(Number);
  return [uid, gid];
}

// What the plan sets by hand for its 1 GB.
const PLAN_SETTINGS = {
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '768MB',
  maintenance_work_mem: '64MB',
  checkpoint_completion_target: '0.7',
  wal_buffers: '16MB',
  default_statistics_target: '100',
};

const major: Rule = defineRule({
  code: 'postgres-version',
  severity: 'error',
  about: 'The tag of the PostgreSQL image does not say its major version, on which the place of the data depends.',
  check: ({ options }) => {
    const { postgres: image } = options.images;
    if (postgresVersion(image) !== undefined) return [];
    return [
      {
        path: ['images', 'postgres'],
        message: `${image} does not say its version.`,
        hint: 'Write a tag such as postgres:16-alpine.',
      },
    ];
  },
});

const connections: Rule = defineRule({
  code: 'connection-budget',
  severity: 'error',
  about: 'All pools together may open more connections than PostgreSQL takes: under load it would refuse some.',
  check: (stack) => {
    const answers = stack.get(postgres);
    if (!answers) return [];
    const use = connectionUse(stack);
    const needed = use.reduce((sum, one) => sum + one.connections, SPARE_CONNECTIONS);
    const available = answers.maxConnections - RESERVED_CONNECTIONS;
    if (needed <= available) return [];
    return [
      {
        path: ['services', 'postgres', 'maxConnections'],
        message: `${needed} connections may be asked for and ${available} are free: ${use.map(({ id, formula }) => `${id} ${formula}`).join(', ')}, ${SPARE_CONNECTIONS} spare.`,
        hint: `Lower services.backend.pool, poolOverflow, workers or replicas, or raise services.postgres.maxConnections to ${needed + RESERVED_CONNECTIONS}.`,
      },
    ];
  },
});

function settings(
  maxConnections: number,
  { memory }: Limits,
  { derivedTuning }: Policy,
): Readonly<Record<string, string>> {
  const statements = { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'all' };
  if (derivedTuning) return { ...statements, ...postgresSettings(memory, maxConnections) };
  return { ...statements, ...PLAN_SETTINGS, max_connections: String(maxConnections) };
}

export const postgres = defineService({
  id: 'postgres',
  dataOf: 'postgres',
  title: 'PostgreSQL',
  summary: 'The database',
  tier: 'data',
  questions,
  needs: [],
  limits: { production: { cpus: 1, memory: '1G' }, development: { cpus: 1, memory: '512M' } },
  variables: ({ answers }) => [
    {
      name: 'POSTGRES_USER',
      section: 'Database',
      about: 'Owner of the database. Read when the database is made: a later change here locks the application out.',
      development: answers.user,
      productionOnly: true,
      production: { kind: 'required', example: answers.user },
    },
    {
      name: 'POSTGRES_PASSWORD',
      section: 'Database',
      about: 'Any characters will do, $ in single quotes. Read when the database is made, too.',
      secret: true,
      development: 'development-database-password',
      productionOnly: true,
      production: { kind: 'required', example: '' },
    },
    {
      name: 'POSTGRES_DB',
      section: 'Database',
      about: 'Name of the database.',
      development: answers.database,
      productionOnly: true,
      production: { kind: 'required', example: answers.database },
    },
    {
      name: 'DATABASE_URL',
      section: 'Database',
      about: 'A database elsewhere. Without a user, a password and a name in it, the three values above apply.',
      development: 'postgresql+asyncpg://postgres:5432',
      productionOnly: true,
      production: { kind: 'optional', fallback: 'postgresql+asyncpg://postgres:5432' },
    },
  ],
  // The client library reads PG…, and a password in a URL breaks at its first @, : or /.
  gives: () => ({
    DATABASE_URL: from('DATABASE_URL'),
    PGUSER: from('POSTGRES_USER'),
    PGPASSWORD: from('POSTGRES_PASSWORD'),
    PGDATABASE: from('POSTGRES_DB'),
  }),
  container: ({ answers, limits, environment, stack }) => {
    const { policy, options } = stack;
    const locale =
      policy.initdbArgs === 'icu'
        ? `--locale=C.UTF-8 --locale-provider=icu --icu-locale=${options.locale}`
        : `--locale=${options.locale}`;
    const image = options.images.postgres;
    const target = dataFolder(image);
    const [uid, gid] = accountOf(answers, image);
    return {
      image: { pull: image, entrypoint: ['docker-entrypoint.sh'] },
      command: [
        'postgres',
        ...Object.entries(settings(answers.maxConnections, limits, policy)).map(([key, value]) => `--${key}=${value}`),
      ],
      port: 5432,
      publish: developmentPort('postgres', 'PostgreSQL', 5432, { answers, environment }),
      env: {
        POSTGRES_USER: from('POSTGRES_USER'),
        POSTGRES_PASSWORD: from('POSTGRES_PASSWORD'),
        POSTGRES_DB: from('POSTGRES_DB'),
        POSTGRES_INITDB_ARGS: `--encoding=UTF8 ${locale}`,
        PGUSER: from('POSTGRES_USER'),
        PGDATABASE: from('POSTGRES_DB'),
        ...(answers.dataFolder !== '' && { PGDATA: `${target}/${answers.dataFolder}` }),
      },
      volumes: [
        {
          name: 'postgres-data',
          target,
          about: 'The database',
          backup: true,
          // From 18 on the image keeps them in a folder below already.
          ...((postgresVersion(image) ?? 0) < 18 && { owned: { variable: 'PGDATA', folder: 'pgdata' } }),
          savedBy: script(stack, 'backup.sh'),
          ...existing(answers, environment),
        },
      ],
      binds: [
        {
          source: script(stack, 'init-db.sql'),
          target: '/docker-entrypoint-initdb.d/init.sql',
          readOnly: true,
          about: 'First start of the database',
          backup: false,
        },
      ],
      tmpfs: [
        { target: '/tmp', size: 64 },
        { target: '/var/run/postgresql', size: 16, mode: '0775', uid, gid },
      ],
      healthcheck: {
        // -h: the server of the first start, which has no data yet, listens on its socket only.
        test: { exec: ['pg_isready', '-q', '-h', '127.0.0.1'] },
        ...policy.probes.postgres,
      },
      networks: ['data'],
      user: policy.unprivileged ? `${uid}:${gid}` : undefined,
      shm: policy.derivedTuning ? sharedMemory(limits.memory) : undefined,
      stopGrace: 60,
      notes: {
        ...(policy.derivedTuning && {
          command: `Derived from the memory limit and the connections; see ${documentPath(stack)}.`,
        }),
        ...(policy.unprivileged && {
          user: `postgres in the ${isAlpine(image) ? 'Alpine ' : ''}image; as root the entrypoint would need capabilities to become it.`,
        }),
        ...(policy.runtimeGuards && { stopGrace: 'Long enough to end without a recovery at the next start.' }),
      },
    };
  },
  minimumMemory: '128M',
  files: ({ stack }) => [{ template: 'scripts/init-db.sql', path: script(stack, 'init-db.sql'), owner: 'merged' }],
  rules: [major, connections],
  docs: ({ answers }) =>
    `The application reads \`PGUSER\`, \`PGPASSWORD\` and \`PGDATABASE\`, so a password may hold any character. ` +
    `Up to ${answers.maxConnections} connections; \`pg_stat_statements\` is loaded.`,
});
