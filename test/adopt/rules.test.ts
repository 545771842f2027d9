import { describe, expect, it } from 'vitest';
import { importCompose } from '../../src/adopt/compose/import.js';
import { oldRules } from '../../src/adopt/rules/index.js';
import { loadOptions, renderStack } from '../../src/index.js';
import { repositoryOf } from './compose/fixture.js';

type Files = Readonly<Record<string, string>>;

/** Services of a file for production, each a line. */
const compose = (...services: readonly string[]): Files => ({
  'docker-compose.prod.yml': `services:\n${services.map((line) => `  ${line}\n`).join('')}`,
});
const image = (...lines: readonly string[]): Files => ({ Dockerfile: `${lines.join('\n')}\n` });
const nginx = (text: string): Files => ({ 'nginx/nginx.conf': text });

const API = 'api: { build: ., command: uvicorn main:app, environment: { A: "1" } }';
const WORKER = 'worker: { build: ., command: celery -A tasks worker }';

/** What has each fault, as small as that can be. */
const FAULTY: Readonly<Record<string, Files>> = {
  'fixed-name-with-replicas': compose('api: { build: ., container_name: api, deploy: { replicas: 2 } }'),
  'obsolete-version': { 'compose.yaml': 'version: "3"\nservices: { api: { build: . } }\n' },
  'first-version': { 'docker-compose.yml': 'api:\n  build: .\n' },
  'late-start-ignored': compose('api: { build: ., depends_on: [db] }', 'db: { image: "postgres:16" }'),
  'migrations-in-every-container': compose(
    'api: { build: ., command: sh -c "alembic upgrade head && uvicorn main:app" }',
  ),
  'published-data': compose('db: { image: "postgres:16", ports: ["5432:5432"] }'),
  'not-locked-down': compose('api: { build: . }'),
  'host-control': compose('api: { build: ., privileged: true }'),
  'floating-image': compose('db: { image: postgres }'),
  'built-several-times': compose(API, WORKER),
  'no-log-rotation': compose('api: { build: . }'),
  'no-limits': compose('api: { build: . }'),
  'ports-appended': {
    'compose.yaml': 'services: { db: { image: "postgres:16", ports: ["5433:5432"] } }\n',
    'compose.override.yaml': 'services: { db: { ports: ["15432:5432"] } }\n',
  },
  'development-server': compose('api: { build: ., command: uvicorn main:app --reload }'),
  'socket-only-probe': compose('db: { image: "postgres:16", healthcheck: { test: [CMD, pg_isready] } }'),
  'inherited-probe': { ...compose(API, WORKER), ...image('FROM python:3.14.1-slim', 'HEALTHCHECK CMD true') },
  'costly-probe': compose(
    API,
    'worker: { build: ., command: celery -A t worker, healthcheck: { test: celery inspect ping } }',
  ),
  'no-probe': compose(API),
  'probe-of-localhost': compose('api: { build: ., healthcheck: { test: wget http://localhost/health } }'),
  'secret-in-file': compose('api: { build: ., environment: { API_TOKEN: abcdef } }'),
  'placeholder-secret': {
    ...compose('api: { build: ., environment: { SECRET_KEY: "${KEY:?}" } }'),
    '.env': 'KEY=changethis\n',
  },
  'empty-secret': compose('api: { build: ., environment: { SECRET_KEY: "${SECRET_KEY}" } }'),
  'password-in-url': compose('api: { build: ., environment: { DATABASE_URL: "postgresql://u:${PW:?}@db/x" } }'),
  'local-origins': compose('api: { build: ., environment: { CORS_ORIGINS: "http://localhost:3000" } }'),
  'unequal-environments': compose(API, WORKER),
  'nobody-reads': { ...compose(API), '.env': 'POSTGRES_USER=shop\n' },
  'missing-file': compose('db: { image: "postgres:16", volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql"] }'),
  'redis-without-password': compose('redis: { image: "redis:7" }'),
  'evicted-tasks': compose(WORKER, 'redis: { image: "redis:7", command: redis-server --maxmemory-policy allkeys-lru }'),
  'hand-made-tuning': compose('db: { image: "postgres:16", command: postgres -c shared_buffers=1GB }'),
  'locale-of-musl': compose(
    'db: { image: "postgres:16-alpine", environment: { POSTGRES_INITDB_ARGS: "--locale=el_GR.UTF-8" } }',
  ),
  'data-of-another-user': compose('db: { image: "postgres:16" }'),
  'data-in-container': compose('db: { image: "postgres:16" }'),
  'root-user': image('FROM python:3.14.1-slim', 'CMD ["uvicorn"]'),
  'no-dockerignore': image('FROM python:3.14.1-slim', 'COPY . /app'),
  'floating-base': image('FROM node:18'),
  'copy-before-install': image('FROM python:3.14.1-slim', 'COPY . .', 'RUN pip install -r requirements.txt'),
  'old-poetry': image('FROM python:3.14.1-slim', 'RUN pip install poetry==1.8.0'),
  'install-needs-sources': image('FROM python:3.14.1-slim', 'COPY pyproject.toml ./', 'RUN poetry install'),
  'copied-system-folders': image('FROM a:1.0.0 AS b', 'FROM a:1.0.0', 'COPY --from=b /usr/local/bin /usr/local/bin'),
  'no-bytecode': image('FROM python:3.14.1-slim', 'ENV PYTHONDONTWRITEBYTECODE=1'),
  'tools-in-image': image('FROM python:3.14.1-slim', 'RUN apt-get update && apt-get install -y curl'),
  'cached-packages': image('FROM python:3.14.1-slim', 'RUN pip install fastapi'),
  'untrusted-proxy': image('FROM python:3.14.1-slim', 'CMD ["uvicorn", "main:app"]'),
  'secret-in-image': image('FROM python:3.14.1-slim', 'ENV API_TOKEN=abcdef'),
  'addresses-kept': nginx('server {\n  location /api {\n    proxy_pass http://backend:8000;\n  }\n}\n'),
  'tls-not-listening': {
    ...compose('frontend: { build: ./web, ports: ["80:80", "443:443"] }'),
    ...nginx('server {\n  listen 80;\n}\n'),
  },
  'headers-not-inherited': nginx('server {\n  add_header A b;\n  location / {\n    add_header C d;\n  }\n}\n'),
  'version-shown': nginx('server {\n  server_tokens on;\n}\n'),
  'old-command': { Makefile: 'up:\n\tdocker-compose up -d\n' },
};

const codes = (files: Files): readonly string[] => importCompose(repositoryOf(files)).findings.map(({ code }) => code);

describe('what old files do badly', () => {
  it('has an example of each rule', () => {
    expect(Object.keys(FAULTY).toSorted()).toEqual(oldRules.map(({ code }) => code).toSorted());
  });

  it.each(Object.keys(FAULTY))('%s', (code) => {
    expect(codes(FAULTY[code]!)).toContain(code);
  });

  it('names the line, and a way out', () => {
    const { findings } = importCompose(repositoryOf(compose('api: { build: . }', 'db: { image: postgres }')));
    expect(findings.find(({ code }) => code === 'floating-image')).toMatchObject({
      defect: 'D30',
      evidence: { file: 'docker-compose.prod.yml', line: 3 },
      hint: expect.stringMatching(/\S/) as string,
    });
  });

  it('finds nothing in a stack of ours', () => {
    const { stack } = loadOptions({ name: 'shop' });
    const files = renderStack(stack!).map(({ path, content }) => [path, content] as const);
    const { findings } = importCompose(repositoryOf(Object.fromEntries(files)));
    expect(findings).toEqual([]);
  });
});
