import { expect } from 'vitest';
import { interpolated } from '../support/env.js';
import { DEVELOPMENT, PRODUCTION, type Rendering } from '../support/rendering.js';
import { apart, both, command, probe, services, type Row } from './row.js';

/** What was wrong with settings, secrets and passwords. */
export const secretDefects: readonly Row[] = [
  apart('D3', 'nothing starts with an empty password: what is required says so', {
    hardened: (it) =>
      expectGuards(it, [
        'IMAGE_TAG',
        'JWT_SECRET_KEY',
        'POSTGRES_DB',
        'POSTGRES_PASSWORD',
        'POSTGRES_USER',
        'REDIS_PASSWORD',
        'SECRET_KEY',
      ]),
    plan: (it) =>
      expectGuards(it, ['JWT_SECRET_KEY', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'POSTGRES_USER', 'SECRET_KEY']),
  }),
  both('D4', 'each variable is declared once, and the account of .env is the one that is used', (it) => {
    const names = it.env.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const { backend, postgres } = it.prod.services;
    expect(backend!.environment!.PGUSER).toBe(postgres!.environment!.POSTGRES_USER);
    expect(backend!.environment!.PGPASSWORD).toBe(postgres!.environment!.POSTGRES_PASSWORD);
    expect(backend!.environment!.PGDATABASE).toBe(postgres!.environment!.POSTGRES_DB);
    expect(backend!.environment!.DATABASE_URL).toBe('${DATABASE_URL:-postgresql+asyncpg://postgres:5432}');
    // .env is production's: no account, password or address of data in it reaches development.
    const fixed = it.stack.variables.filter(({ productionOnly }) => productionOnly).map(({ name }) => name);
    expect(fixed).toEqual(names.filter((name) => /^(POSTGRES|DATABASE|REDIS)_/.test(name)));
    expect(interpolated(it.text(DEVELOPMENT)).filter((name) => fixed.includes(name))).toEqual([]);
  }),
  both('D5', 'API, worker, beat and migrations share one environment, and .env.example has all of it', (it) => {
    for (const file of [it.prod, it.dev]) {
      const { backend, ...others } = file.services;
      const own = ['DATABASE_POOL_SIZE', 'DATABASE_MAX_OVERFLOW', 'WEB_CONCURRENCY'];
      const shared = Object.fromEntries(Object.entries(backend!.environment!).filter(([name]) => !own.includes(name)));
      expect(Object.keys(shared)).toEqual(expect.arrayContaining(['JWT_SECRET_KEY', 'API_V1_PREFIX', 'SECRET_KEY']));
      for (const id of ['celery-worker', 'celery-beat', 'migrate'])
        expect(others[id]!.environment, id).toMatchObject(shared);
    }
    const used = new Set([DEVELOPMENT, PRODUCTION].flatMap((path) => interpolated(it.text(path))));
    // ENVIRONMENT is for the scripts: each Compose file states its own.
    expect([...used, 'ENVIRONMENT'].toSorted()).toEqual(it.env.map(({ name }) => name).toSorted());
  }),
  both('D6', 'any password survives: it is in no URL, and a made one is hexadecimal and quoted', (it) => {
    for (const path of [DEVELOPMENT, PRODUCTION]) expect(it.text(path)).not.toMatch(/:\/\/[^\s/]*(PASSWORD|@)/);
    const script = it.text('scripts/init-env.sh');
    expect(script).toContain('od -An -v -N32 -tx1 /dev/urandom');
    expect(script).toContain('"=\\047" secret() "\\047"');
    expect(it.text('.env.example')).toContain("NAME='abc$def'");
  }),
  both('D7', 'placeholders are refused in production, and CORS allows nobody by default', (it) => {
    for (const { name } of it.stack.variables.filter(({ secret }) => secret))
      expect(it.variable(name).value, name).toBe('');
    expect(it.text('scripts/init-env.sh')).toContain('still holds a placeholder');
    expect(it.text('backend/src/settings.py')).toMatch(/raise ValueError\(".*placeholder"\)/);
    expect(it.prod.services.backend!.environment!.CORS_ORIGINS).toBe('${CORS_ORIGINS:-}');
  }),
  both('D8', 'the order in which values are read is the true one', ({ text, prod }) => {
    const intro = text('.env.example').split('\n\n')[0]!.replaceAll(/\n# ?/g, ' ');
    expect(intro).toMatch(/shell first, then from \.env, then the default in the Compose file/);
    expect(intro).toMatch(/`environment` without \$\{…\} is fixed/);
    expect(prod.services.backend!.environment!.ENVIRONMENT).toBe('production');
  }),
  apart('D14', 'Redis asks for a password, and no list of processes shows it', {
    hardened: ({ prod, dev }) => {
      for (const [{ services }, password] of [
        [prod, '${REDIS_PASSWORD:?run init-env.sh production}'],
        [dev, 'development-redis-password'],
      ] as const) {
        const redis = services.redis!;
        expect(redis.environment!.REDISCLI_AUTH).toBe(password);
        expect(command(redis)).toContain('requirepass "$$REDISCLI_AUTH"');
        expect(command(redis)).not.toMatch(/--requirepass|-a /);
        expect(probe(redis)).toBe('CMD redis-cli -e ping');
        expect(services.backend!.environment!.REDIS_PASSWORD).toBe(redis.environment!.REDISCLI_AUTH);
      }
    },
    plan: ({ prod }) => {
      expect(command(prod.services.redis!)).toMatch(/^redis-server /);
      expect(prod.services.redis!.environment).toBeUndefined();
    },
  }),
];

function expectGuards({ prod, text }: Rendering, required: readonly string[]): void {
  const file = text(PRODUCTION);
  const guarded = [...file.matchAll(/\$\{(\w+):\?run init-env\.sh production\}/g)].map(([, name]) => name!);
  expect([...new Set(guarded)].toSorted()).toEqual(required);
  // Neither bare, nor with two defaults.
  const others = [...file.matchAll(/\$\{(\w+)(:-[^}]*|)\}/g)].map(([, name, fallback]) => `${name}${fallback}`);
  expect(others.filter((one) => !one.includes(':-'))).toEqual([]);
  expect(new Set(others).size).toBe(new Set(others.map((one) => one.split(':')[0])).size);
  for (const [id, { environment = {} }] of services(prod))
    for (const [key, value] of Object.entries(environment))
      if (/PASSWORD|SECRET|AUTH/.test(key)) expect(value, `${id} ${key}`).toContain(':?');
}
