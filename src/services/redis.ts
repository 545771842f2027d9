import { defineRule, type Rule } from '../model/rule.js';
import { defineService } from '../model/service.js';
import { redisMaxMemory } from '../model/sizing.js';
import { formatMemory, parseMemory } from '../model/units.js';
import { from, type Env } from '../model/variable.js';
import { isAlpine } from '../model/versions.js';
import { developmentPort } from './development-port.js';
import { existing } from './existing-volume.js';
import { VOLUME } from './questions/volume.js';

/** Policies under which Redis may drop a key that bears no expiry, such as a queued task. */
export const EVICTS_ANY_KEY: readonly string[] = ['allkeys-lru', 'allkeys-lfu', 'allkeys-random'];

const memory: Rule = defineRule({
  code: 'redis-memory',
  severity: 'error',
  about: 'Redis may keep more than its container has memory for, beside what it needs to write its file.',
  check: (stack) => {
    const wanted = stack.get(redis)?.maxMemory ?? 'auto';
    const limit = stack.limits('redis')?.memory ?? 0;
    if (wanted === 'auto' || parseMemory(wanted)! <= limit * 0.75) return [];
    return [
      {
        path: ['services', 'redis', 'maxMemory'],
        message: `Redis may keep ${wanted} in a container of ${formatMemory(limit)}.`,
        hint: `Write "auto", which is half of the limit, or "${formatMemory(Math.floor(limit * 0.75))}" at most.`,
      },
    ];
  },
});

export const redis = defineService({
  id: 'redis',
  title: 'Redis',
  summary: 'In-memory cache and queue',
  tier: 'data',
  questions: {
    persist: { kind: 'confirm', message: 'Keep Redis data across restarts?', default: true },
    eviction: {
      kind: 'select',
      message: 'When its memory is full, Redis should',
      options: ['volatile-lru', 'volatile-lfu', 'volatile-ttl', 'noeviction', ...EVICTS_ANY_KEY],
      default: 'volatile-lru',
    },
    maxMemory: {
      kind: 'text',
      message: 'What Redis may keep',
      default: 'auto',
      pattern: /^auto$|^[1-9]\d*[MG]$/,
      must: 'auto or a size, such as 128M',
    },
    devPort: { kind: 'port', message: 'Port in development', default: false, optional: true },
    volume: { ...VOLUME, message: 'Volume of before that holds the data of production, by its full name' },
    devVolume: { ...VOLUME, message: 'The same of development' },
  },
  needs: [],
  limits: { production: { cpus: 0.25, memory: '256M' }, development: { cpus: 0.5, memory: '256M' } },
  variables: ({ stack }) => [
    ...(stack.policy.redisPassword
      ? [
          {
            name: 'REDIS_PASSWORD',
            section: 'Redis',
            about: 'Any characters but quotes and backslashes, $ in single quotes.',
            secret: true,
            development: 'development-redis-password',
            productionOnly: true,
            production: { kind: 'required', example: '' },
          } as const,
        ]
      : []),
    {
      name: 'REDIS_URL',
      section: 'Redis',
      about: 'A Redis elsewhere.',
      development: 'redis://redis:6379/0',
      productionOnly: true,
      production: { kind: 'optional', fallback: 'redis://redis:6379/0' },
    },
  ],
  gives: ({ stack }) => ({
    REDIS_URL: from('REDIS_URL'),
    ...(stack.policy.redisPassword && { REDIS_PASSWORD: from('REDIS_PASSWORD') }),
  }),
  container: ({ answers, limits, environment, stack }) => {
    const { policy, options } = stack;
    const memory =
      answers.maxMemory === 'auto' ? `${redisMaxMemory(limits.memory)}mb` : `${answers.maxMemory.toLowerCase()}b`;
    const settings = [
      ['--appendonly', answers.persist ? 'yes' : 'no'],
      ['--maxmemory', memory],
      ['--maxmemory-policy', answers.eviction],
      ...(answers.persist ? [] : [['--save', '']]),
    ];
    // The password goes through standard input: arguments are there for everyone to read.
    const lines = settings.map((words) => words.map((word) => word || "''").join(' '));
    const guarded = [
      'sh',
      '-c',
      `exec docker-entrypoint.sh redis-server - \\\n  ${lines.join(' \\\n  ')} <<END\nrequirepass "$REDISCLI_AUTH"\nEND\n`,
    ];
    const alpine = isAlpine(options.images.redis);
    const gid = alpine ? 1000 : 999;
    const env: Env = policy.redisPassword ? { REDISCLI_AUTH: from('REDIS_PASSWORD') } : {};
    return {
      image: { pull: options.images.redis, entrypoint: ['docker-entrypoint.sh'] },
      command: policy.redisPassword ? guarded : ['redis-server', ...settings.flat()],
      port: 6379,
      publish: developmentPort('redis', 'Redis', 6379, { answers, environment }, { local: true }),
      env,
      volumes: answers.persist
        ? [
            {
              name: 'redis-data',
              target: '/data',
              about: 'Cache and queued tasks',
              backup: false,
              ...existing(answers, environment),
            },
          ]
        : [],
      tmpfs: [
        { target: '/tmp', size: 16 },
        ...(answers.persist ? [] : [{ target: '/data', size: 16, uid: 999, gid, mode: '0755' }]),
      ],
      healthcheck: {
        // -e: without it redis-cli ends with 0 even when the server answers with an error, such as a wrong password.
        test: { exec: ['redis-cli', '-e', 'ping'] },
        ...policy.probes.redis,
      },
      networks: ['data'],
      user: policy.unprivileged ? `999:${gid}` : undefined,
      stopGrace: 30,
      notes: {
        ...(policy.redisPassword && {
          command: 'The password comes through standard input, where no list of processes shows it.',
          env: 'redis-cli reads its password from here.',
        }),
        ...(policy.unprivileged && { user: `redis in the ${alpine ? 'Alpine ' : ''}image.` }),
      },
    };
  },
  minimumMemory: '32M',
  rules: [memory],
  docs: ({ answers }) =>
    `When its memory is full: \`${answers.eviction}\`. ${answers.persist ? 'It keeps its data across restarts, by an append-only file.' : 'It starts empty.'}`,
});
