import { describe, expect, it } from 'vitest';
import { rendering } from '../support/rendering.js';

const sections = (options: object): string => {
  const { env } = rendering({ name: 'shop', ...options });
  const lines = env.map(
    ({ section, name, value, commented }) => `${section}: ${commented ? '# ' : ''}${name}=${value}`,
  );
  return lines.join('\n');
};

describe('.env.example', () => {
  it('has what production requires, and comments out what has a default', () => {
    expect(sections({})).toMatchInlineSnapshot(`
      "Application: ENVIRONMENT=development
      Application: IMAGE_TAG=0.1.0
      Application: # LOG_LEVEL=info
      Security: SECRET_KEY=
      Security: JWT_SECRET_KEY=
      Database: POSTGRES_USER=shop
      Database: POSTGRES_PASSWORD=
      Database: POSTGRES_DB=shop
      Database: # DATABASE_URL=postgresql+asyncpg://postgres:5432
      Redis: REDIS_PASSWORD=
      Redis: # REDIS_URL=redis://redis:6379/0
      CORS: # CORS_ORIGINS=http://localhost,http://localhost:3000,http://localhost:5173
      API: # API_V1_PREFIX=/api/v1"
    `);
  });

  it("has the plan's values with its preset", () => {
    expect(sections({ preset: 'plan' })).toMatchInlineSnapshot(`
      "Application: ENVIRONMENT=development
      Application: # IMAGE_TAG=latest
      Application: # LOG_LEVEL=info
      Security: SECRET_KEY=
      Security: JWT_SECRET_KEY=
      Database: POSTGRES_USER=postgres
      Database: POSTGRES_PASSWORD=
      Database: POSTGRES_DB=shop
      Database: # DATABASE_URL=postgresql+asyncpg://postgres:5432
      Redis: # REDIS_URL=redis://redis:6379/0
      CORS: # CORS_ORIGINS=http://localhost,http://localhost:3000,http://localhost:5173
      API: # API_V1_PREFIX=/api/v1"
    `);
  });

  it('has only what the services take', () => {
    const services = {
      frontend: false,
      postgres: false,
      redis: false,
      migrate: false,
      'celery-worker': false,
      'celery-beat': false,
    };
    expect(sections({ services })).toMatchInlineSnapshot(`
      "Application: ENVIRONMENT=development
      Application: IMAGE_TAG=0.1.0
      Application: # LOG_LEVEL=info
      Security: SECRET_KEY=
      Security: JWT_SECRET_KEY=
      CORS: # CORS_ORIGINS=http://localhost,http://localhost:3000,http://localhost:5173
      API: # API_V1_PREFIX=/api/v1"
    `);
  });

  it('shows where each variable belongs', () => {
    const { text } = rendering({ name: 'shop' });
    const part = text('.env.example').split('\n\n').slice(4, 8).join('\n\n');
    expect(part).toMatchInlineSnapshot(`
      "# debug, info, warning or error.
      # LOG_LEVEL=info

      # -----------------------------------------------------------------------------
      # Security
      # -----------------------------------------------------------------------------

      # Signs what leaves the application and comes back. 32 bytes or more: openssl rand -hex 32
      SECRET_KEY=

      # Signs access tokens; not the same as SECRET_KEY. 32 bytes or more: openssl rand -hex 32
      JWT_SECRET_KEY="
    `);
  });

  it('follows the options', () => {
    const { variable } = rendering({
      name: 'my-shop',
      services: { postgres: { user: 'keeper', database: 'goods' }, backend: { apiPrefix: '/v2' } },
    });
    expect(variable('POSTGRES_USER').value).toBe('keeper');
    expect(variable('POSTGRES_DB').value).toBe('goods');
    expect(variable('API_V1_PREFIX').value).toBe('/v2');
  });

  it('is the same whatever the environments have in common', () => {
    expect(rendering({ name: 'shop', host: { production: { cpus: 8 } } }).text('.env.example')).toBe(
      rendering({ name: 'shop' }).text('.env.example'),
    );
  });
});
