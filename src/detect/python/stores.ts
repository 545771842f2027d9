import type { BackendFacts, ReadVariable } from '../detected.js';
import type { Fact } from '../fact.js';
import type { Dependency } from './requirement.js';

type Database = NonNullable<BackendFacts['database']>['value'];

/** Packages that talk to a database; the first that an application has says which. */
const DRIVERS: readonly (readonly [Database, RegExp])[] = [
  ['postgres', /^(asyncpg|psycopg|psycopg2|psycopg2-binary|psycopg-binary|pg8000|aiopg)$/],
  ['mysql', /^(aiomysql|asyncmy|pymysql|mysqlclient|mysql-connector-python)$/],
  ['mongodb', /^(motor|pymongo|beanie|odmantic|mongoengine)$/],
  ['sqlite', /^(aiosqlite)$/],
];
const SCHEMES: readonly (readonly [Database, RegExp])[] = [
  ['postgres', /^postgres(ql)?(\+\w+)?:\/\//],
  ['mysql', /^(mysql|mariadb)(\+\w+)?:\/\//],
  ['mongodb', /^mongodb(\+srv)?:\/\//],
  ['sqlite', /^sqlite(\+\w+)?:\/\//],
];
const REDIS = /^(redis|aioredis|arq|rq|fastapi-cache2?|fastapi-limiter|django-redis|celery-redbeat|hiredis|redis-om)$/;

export function databaseOf(
  dependencies: readonly Dependency[],
  variables: readonly ReadVariable[],
): Fact<Database> | undefined {
  const drivers = DRIVERS.flatMap(([value, names]) =>
    dependencies.filter((one) => names.test(one.value.name)).map(({ evidence }) => ({ value, evidence })),
  );
  const kinds = new Set(drivers.map(({ value }) => value));
  const [driver] = drivers;
  // A driver for SQLite beside another is there for the tests.
  if (driver)
    return { ...driver, sure: kinds.size === 1 || (kinds.size === 2 && kinds.has('sqlite')) ? 'certain' : 'likely' };
  for (const [value, scheme] of SCHEMES) {
    const found = variables.find((one) => one.default !== undefined && scheme.test(one.default));
    if (found) return { value, sure: 'likely', evidence: found.evidence };
  }
  return undefined;
}

export function redisOf(
  dependencies: readonly Dependency[],
  variables: readonly ReadVariable[],
  texts: (file: string) => string,
): Fact<boolean> | undefined {
  const named = dependencies.find(({ value }) => REDIS.test(value.name));
  if (named) return { value: true, sure: 'certain', evidence: named.evidence };
  const extra = dependencies.find(({ value, evidence }) => {
    const line = value.name === 'celery' ? texts(evidence.file).split('\n')[(evidence.line ?? 1) - 1] : undefined;
    return line !== undefined && /\bredis\b/.test(line);
  });
  if (extra) return { value: true, sure: 'certain', evidence: extra.evidence };
  const url = variables.find((one) => /^rediss?:\/\//.test(one.default ?? ''));
  return url && { value: true, sure: 'likely', evidence: url.evidence };
}
