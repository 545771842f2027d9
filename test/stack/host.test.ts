import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../support/mistakes.js';

const limit = (id: string, memory: string, environment = 'production') => ({
  services: { [id]: { limits: { [environment]: { memory } } } },
});

describe('the host', () => {
  it('has memory for all containers and the system', () => {
    expect(mistakesOf({ host: { production: { memory: '2G' } } })).toMatchInlineSnapshot(
      `"memory-budget at host.production.memory: The containers may take 3328 MiB in production; the host has 2048 MiB, of which the system keeps 384. Give the host more, or lower services.*.limits.production.memory. These fit: frontend 112M, backend 256M, postgres 448M, redis 112M, celery-worker 288M, celery-beat 144M."`,
    );
    expect(mistakesOf({ host: { development: { memory: '1G' } } })).toMatchInlineSnapshot(
      `"memory-budget at host.development.memory: The containers may take 4352 MiB in development; the host has 1024 MiB, of which the system keeps 384. Give the host more, or lower services.*.limits.development.memory. These fit: frontend 48M, backend 144M, postgres 128M, redis 32M, celery-worker 176M, celery-beat 80M."`,
    );
    expect(mistakesOf({ host: { production: { memory: '512M' } } })).toMatchInlineSnapshot(
      `"memory-budget at host.production.memory: The containers may take 3328 MiB in production; the host has 512 MiB, of which the system keeps 384. These containers do not fit at all: leave services out, lower replicas, or take a host with 1072M."`,
    );
  });

  it('is large enough when it is as large as the hint says', () => {
    const services = { backend: { replicas: 100, pool: 1, poolOverflow: 0 }, postgres: { maxConnections: 500 } };
    const memory = /take a host with (\d+[MG])/.exec(mistakesOf({ services }))![1]!;
    expect(mistakesOf({ host: { production: { memory } }, services })).not.toContain('take a host');
  });

  it('runs what its hint says', () => {
    const sizes = mistakesOf({ host: { production: { memory: '2G' } } }).matchAll(/([a-z-]+) (\d+[MG])(?=[,.])/g);
    const services = Object.fromEntries(
      [...sizes].map(([, id, memory]) => [id!, { limits: { production: { memory } } }] as const),
    );
    expect(mistakesOf({ host: { production: { memory: '2G' } }, services })).not.toContain('memory-budget');
  });

  it('has the processors that a container may use', () => {
    expect(mistakesOf({ host: { production: { cpus: 0.5 } } })).toMatchInlineSnapshot(`
      "cpu-budget at services.backend.limits.production.cpus: backend may use 1 processors, and the host has 0.5. Write 0.5 or less, or raise host.production.cpus.
      cpu-budget at services.postgres.limits.production.cpus: postgres may use 1 processors, and the host has 0.5. Write 0.5 or less, or raise host.production.cpus.
      cpu-budget at services.migrate.limits.production.cpus: migrate may use 1 processors, and the host has 0.5. Write 0.5 or less, or raise host.production.cpus."
    `);
    expect(mistakesOf({ services: { redis: { limits: { development: { cpus: 8 } } } } })).toMatchInlineSnapshot(
      `"cpu-budget at services.redis.limits.development.cpus: redis may use 8 processors, and the host has 4. Write 4 or less, or raise host.development.cpus."`,
    );
  });

  it('counts replicas, and nothing that ends or waits to be asked for', () => {
    expect(
      mistakesOf({
        host: { production: { memory: '6G' } },
        services: { backend: { replicas: 5, pool: 1, poolOverflow: 1 } },
      }),
    ).toBe('');
    expect(
      mistakesOf({
        host: { production: { memory: '4G' } },
        services: { backend: { replicas: 5, pool: 1, poolOverflow: 1 } },
      }),
    ).toContain('memory-budget');
    expect(mistakesOf({ host: { production: { memory: '4G' } }, ...limit('migrate', '3G') })).toBe('');
    expect(mistakesOf(limit('backend-debug', '7G', 'development'))).toBe('');
  });
});
