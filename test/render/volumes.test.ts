// Data that was there before the stack: it is found again, and never made or removed by Compose.
import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../support/mistakes.js';
import { rendering } from '../support/rendering.js';

const data = (postgres: object, redis: object = {}, options: object = {}) =>
  rendering({ name: 'shop', services: { postgres, redis }, ...options });
const image = (postgres: string) => ({ images: { postgres } });
const mounts = ({ volumes = [] }: { readonly volumes?: readonly unknown[] }): unknown => volumes[0];

describe('a volume of before', () => {
  it('is named in full, and in production made by nobody', () => {
    const { prod, dev } = data({ volume: 'old_pgdata' }, { devVolume: 'old_cache' });
    expect(prod.volumes).toEqual({ 'postgres-data': { name: 'old_pgdata', external: true }, 'redis-data': {} });
    expect(dev.volumes).toEqual({ 'postgres-data': {}, 'redis-data': { name: 'old_cache' } });
  });

  it('is so too where names are fixed, and for Swarm', () => {
    const plan = data({ volume: 'old_pgdata' }, {}, { preset: 'plan' });
    expect(plan.prod.volumes!.postgres_data).toEqual({ name: 'old_pgdata', external: true });
    expect(data({ volume: 'old_pgdata' }, {}, { target: 'swarm' }).text('docker-stack.yml')).toMatch(
      /^ {2}postgres-data:\n {4}name: old_pgdata\n {4}external: true$/m,
    );
  });

  it('is warned of where both environments would write to it', () => {
    expect(mistakesOf({ services: { postgres: { volume: 'old', devVolume: 'old' } } })).toMatch(
      /^warning shared-volume at services\.postgres\.devVolume: /,
    );
  });
});

describe('the data of PostgreSQL', () => {
  it.each([
    ['postgres:16-alpine', '/var/lib/postgresql/data', '70:70'],
    ['postgres:17.2', '/var/lib/postgresql/data', '999:999'],
    ['pgvector/pgvector:pg17', '/var/lib/postgresql/data', '999:999'],
    ['timescale/timescaledb:2.17.2-pg16', '/var/lib/postgresql/data', '999:999'],
    ['postgres:18-bookworm', '/var/lib/postgresql', '999:999'],
    ['pgvector/pgvector:0.8.1-pg18', '/var/lib/postgresql', '999:999'],
  ])('of %s is in %s, of %s', (name, target, user) => {
    const { postgres } = data({}, {}, image(name)).prod.services;
    expect([mounts(postgres!), postgres!.user]).toEqual([`postgres-data:${target}`, user]);
    expect(postgres!.tmpfs).toContain(
      `/var/run/postgresql:size=16m,mode=0775,uid=${user.split(':')[0]},gid=${user.split(':')[1]}`,
    );
  });

  it('may lie in a folder of its volume, and belong to somebody else', () => {
    const { postgres } = data({ dataFolder: 'pgdata', account: '1001:1001' }).prod.services;
    expect(postgres!.environment!.PGDATA).toBe('/var/lib/postgresql/data/pgdata');
    expect(postgres!.user).toBe('1001:1001');
  });

  it('needs a version that is said', () => {
    expect(mistakesOf(image('pgvector/pgvector:latest'))).toContain('postgres-version');
  });
});

it('Redis of Debian has another group', () => {
  const { redis } = data({}, {}, { images: { redis: 'redis:7.4' } }).prod.services;
  expect(redis!.user).toBe('999:999');
});
