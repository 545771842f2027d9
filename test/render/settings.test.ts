import { describe, expect, it } from 'vitest';
import { rendering } from '../support/rendering.js';

/** The defaults of the starter's settings, as the environment would say them. */
function defaults(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^ {4}([a-z_\d]+): .+ = (?:SecretStr\()?"?([^"\n)]*)"?\)?$/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name!.toUpperCase(), value!]));
}

/** `${NAME:-value}` → `value` */
const given = (value: string): string => /^\$\{\w+:-(.*)\}$/.exec(value)?.[1] ?? value;

// Outside of containers others are at other addresses, or not there.
const ELSEWHERE = ['CORS_ORIGINS', 'DATABASE_URL', 'PGPASSWORD', 'REDIS_PASSWORD', 'REDIS_URL'];

describe('the defaults of the starter', () => {
  it.each([
    [{}],
    [{ services: { backend: { pool: 7, poolOverflow: 3, apiPrefix: '/v2' } } }],
    [{ preset: 'plan' }],
    [{ services: { postgres: false, migrate: false, redis: false, 'celery-worker': false, 'celery-beat': false } }],
  ])('are what Compose sets in development: %j', (options) => {
    const { dev, text } = rendering({ name: 'shop', ...options });
    const { environment = {} } = dev.services.backend!;
    const found = Object.entries(defaults(text('backend/src/settings.py'))).filter(([key]) => !ELSEWHERE.includes(key));
    expect(found.map(([key]) => key)).toEqual(
      expect.arrayContaining(['ENVIRONMENT', 'LOG_LEVEL', 'API_V1_PREFIX', 'SECRET_KEY', 'JWT_SECRET_KEY']),
    );
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(found.map(([key]) => [key, given(environment[key] ?? 'not set')])),
    );
    const pool = ['DATABASE_POOL_SIZE', 'DATABASE_MAX_OVERFLOW'].filter((key) => key in environment);
    expect(found.map(([key]) => key)).toEqual(expect.arrayContaining(pool));
  });

  it.each([
    [80, 'http://localhost,http://localhost:3000,http://localhost:5173'],
    [8081, 'http://localhost:8081,http://localhost:3000,http://localhost:5173'],
    [3000, 'http://localhost:3000,http://localhost:5173'],
  ])('let pages of port %i call the API in development, and none in production', (devPort, origins) => {
    const { dev, prod } = rendering({ name: 'shop', services: { frontend: { devPort } } });
    expect(given(dev.services.backend!.environment!.CORS_ORIGINS!)).toBe(origins);
    expect(given(prod.services.backend!.environment!.CORS_ORIGINS!)).toBe('');
  });
});
