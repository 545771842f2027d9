import { describe, expect, it } from 'vitest';
import { mermaid, topologyText } from '../../src/render/diagram.js';
import { rendering } from '../support/rendering.js';

const stackOf = (options: object = {}) => rendering({ name: 'shop', ...options }).stack;
const apiAlone = { services: { frontend: false, redis: false, 'celery-worker': false, 'celery-beat': false } };
const noBackground = { services: { migrate: false, 'celery-worker': false, 'celery-beat': false } };

describe('topologyText', () => {
  it('shows each tier as a row, and leads past the background to the data', () => {
    expect(topologyText(stackOf())).toMatchInlineSnapshot(`
      "             port 80
                      │
            ┌─────────┴────────┐
            │    Front end     │
            │  frontend:8080   │
            └─────────┬────────┘
                      │
            ┌─────────┴────────┐
            │      API ×2      │
            │   backend:8000   │
            └─────────┬────────┘
        ┌─────────────┘
        │   ┌──────────────────┐ ┌──────────────────┐ ┌──────────────────┐
        │   │ Migrations, once │ │  Celery worker   │ │   Celery beat    │
        │   │     migrate      │ │  celery-worker   │ │   celery-beat    │
        │   └─────────┬────────┘ └─────────┬────────┘ └─────────┬────────┘
        └─────────────┼────────────────────┼────────────────────┘
            ┌─────────┴────────┐ ┌─────────┴────────┐
            │    PostgreSQL    │ │      Redis       │
            │  postgres:5432   │ │    redis:6379    │
            └──────────────────┘ └──────────────────┘

      published: 80 → frontend:8080
      network edge: frontend, backend, celery-worker
      network data (internal): backend, postgres, redis, migrate, celery-worker,
                               celery-beat"
    `);
  });

  it('leads straight down where nothing is in the way', () => {
    expect(topologyText(stackOf(noBackground), { ascii: true })).toMatchInlineSnapshot(`
      "           port 80
                    |
            +-------+-------+
            |   Front end   |
            | frontend:8080 |
            +-------+-------+
                    |
            +-------+-------+
            |    API x2     |
            | backend:8000  |
            +-------+-------+
                    +-----------------+
            +-------+-------+ +-------+-------+
            |  PostgreSQL   | |     Redis     |
            | postgres:5432 | |  redis:6379   |
            +---------------+ +---------------+

      published: 80 -> frontend:8080
      network edge: frontend, backend
      network data (internal): backend, postgres, redis"
    `);
  });

  it.each([
    ['everything', {}],
    ['plan, one network', { name: 'a-name-of-forty-letters-and-not-one-more', preset: 'plan' }],
    ['API alone', apiAlone],
    ['no background', noBackground],
  ])('is plain text of 78 columns at most: %s', (_, options) => {
    const stack = stackOf(options);
    for (const line of topologyText(stack).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(78);
      expect(line).toBe(line.trimEnd());
    }
    // eslint-disable-next-line no-control-regex -- the range of ASCII begins there
    expect(topologyText(stack, { ascii: true })).toMatch(/^[\x00-\x7f]*$/);
  });

  it('draws no line into what nobody asks', () => {
    const text = topologyText(
      stackOf({
        services: {
          backend: false,
          migrate: false,
          'celery-worker': false,
          'celery-beat': false,
          'backend-debug': false,
        },
      }),
    );
    expect(text.split('\n').find((line) => line.includes('└'))).not.toContain('┬');
  });
});

describe('mermaid', () => {
  it('draws an arrow from each container to what it asks', () => {
    expect(mermaid(stackOf(apiAlone))).toMatchInlineSnapshot(`
      "flowchart TB
        backend["API ×2<br/>backend:8000"]:::application
        migrate("Migrations, once<br/>migrate"):::background
        postgres[("PostgreSQL<br/>postgres:5432")]:::data
        backend --> postgres
        migrate --> postgres
        classDef application fill:#dcfce7,stroke:#22c55e,color:#111827
        classDef background fill:#fef3c7,stroke:#f59e0b,color:#111827
        classDef data fill:#ede9fe,stroke:#8b5cf6,color:#111827"
    `);
  });

  it('names the ports by which the outside comes in', () => {
    expect(mermaid(stackOf({ tls: true }))).toContain('host_frontend(["Host, port 80, 443"]) --> frontend');
  });
});
