import { expect } from 'vitest';
import type { Rendering } from '../support/rendering.js';
import { all, both, services, stage, table, type Row } from './row.js';

const PLAN = 'docs/docker-architecture.md';
const doc = ({ text }: Rendering): string => text(PLAN);
const lower = (it: Rendering): string => doc(it).toLowerCase();

const SECTIONS = [
  /overview/,
  /current state/,
  /target architecture/,
  /backend dockerfile/,
  /production .*compose/,
  /multi-stage/,
  /environment/,
  /networks?(ing)? (&|and) volumes/,
  /health checks?/,
  /security/,
  /tasks/,
];

/** S1 to S9, S48 and S57 to S64: what is written down, and what it speaks of. */
export const documents: readonly Row[] = [
  both('S1', 'header: project, purpose, the version that wrote it, status', (it) => {
    const head = doc(it).split('\n## ')[0]!;
    expect(head).toContain('Learn Greek Easy');
    expect(head).toContain(`create-lge-stack ${it.stack.version}`);
    expect(head).toMatch(/status/i);
  }),
  both('S2', 'the sections of the plan, in its order', (it) => {
    const headings = [...doc(it).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!.toLowerCase());
    const places = SECTIONS.map((section) => headings.findIndex((heading) => section.test(heading)));
    expect(places, headings.join(', ')).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }),
  both('S3', 'a reference of commands, and references', (it) => {
    expect(doc(it)).toMatch(/^## Commands/m);
    expect(doc(it)).toMatch(/^## References/m);
    expect(doc(it)).toContain('https://docs.docker.com/');
  }),
  both('S4', 'the purposes: development, production, CI/CD, scaling', (it) => {
    for (const purpose of [/development is consistent/, /production is reproducible/, /ci\/cd/, /it can grow|scal/])
      expect(lower(it)).toMatch(purpose);
  }),
  both('S5', 'a table of the scope', (it) => {
    const rows = table(doc(it), 'component', 'status').join('\n').toLowerCase();
    for (const component of ['frontend', 'backend', 'compose']) expect(rows).toContain(component);
  }),
  both('S6', 'a picture of the topology, with ports', (it) => {
    const port = it.stack.environments.production.containers.find(({ id }) => id === 'frontend')!.port!;
    const picture = [...doc(it).matchAll(/^```\w*\n([\s\S]*?)^```/gm)]
      .map(([, text]) => text!)
      .find((text) => text.includes(':5432'));
    expect(picture).toBeDefined();
    for (const part of [`:${port}`, ':8000', ':5432', ':6379']) expect(picture).toContain(part);
    expect(picture).toMatch(/celery/i);
  }),
  both('S7', 'a table of images with the sizes to reach', (it) => {
    const rows = table(doc(it), 'service', 'image', 'size');
    expect(row(rows, 'frontend')).toMatch(/50 MB/);
    expect(row(rows, 'backend')).toMatch(/500 MB/);
    for (const [id, { image }] of services(it.prod))
      if (/^(postgres|redis)/.test(id)) expect(row(rows, id)).toContain(image);
  }),
  both('S8', 'tables of the stages, and what makes the layers small', (it) => {
    const text = doc(it);
    for (const { name, image } of [...it.dockerfile('frontend/Dockerfile'), ...it.dockerfile('backend/Dockerfile')])
      expect(text, name).toMatch(new RegExp(`^\\|.*${name}.*${image.replaceAll('.', '\\.')}`, 'm'));
    expect(table(text, 'stage', 'base image')).not.toEqual([]);
    for (const word of [
      /lock file|pyproject\.toml/,
      /production|--no-dev|--only=main/,
      /tests, linters and type checkers are not in the image/,
      /slim/,
      /lists of packages are removed/,
    ])
      expect(text).toMatch(word);
  }),
  both('S9', 'checklists of tasks and of the validation', (it) => {
    expect(doc(it).match(/^- \[[ x]\] /gm)!.length).toBeGreaterThanOrEqual(9);
    expect(lower(it)).toContain('docker history');
  }),

  both('S48', 'a table of volumes: type, purpose, backup', (it) => {
    const rows = table(it.with({ tls: true }).text(PLAN), 'volume', 'type', 'purpose', 'backup');
    const [database, cache] = Object.entries(it.prod.volumes!).map(([key, { name }]) => name ?? key);
    expect(row(rows, database!)).toMatch(/yes/i);
    expect(row(rows, cache!)).toMatch(/no/i);
    expect(rows.join('\n')).toContain('ssl');
  }),
  both('S57', 'a table of health checks', (it) => {
    const rows = table(doc(it), 'service', 'check', 'expected');
    for (const [id, expected] of [
      ['frontend', '/health'],
      ['backend', '/health'],
      ['postgres', 'pg_isready'],
      ['redis', 'redis-cli -e ping'],
    ] as const)
      expect(row(rows, id)).toContain(expected);
  }),
  both('S58', 'the health endpoint of the backend: status, database and version as JSON', ({ text }) => {
    const health = text('backend/src/api/v1/health.py');
    expect(health).toContain('@router.get("/health")');
    expect(health).toMatch(/return \{"status": .*"version": __version__, \*\*results\}/);
    expect(text('backend/src/checks.py')).toContain('"database": reach_database');
  }),
  both('S59', 'containers: no root where it can be, never privileged, limits', (it) => {
    for (const file of [it.prod, it.dev])
      for (const [id, service] of services(file)) {
        expect(service.privileged, id).toBeUndefined();
        expect(Number(service.deploy.resources.limits.cpus), id).toBeGreaterThan(0);
        expect(service.deploy.resources.limits.memory, id).toMatch(/^\d+[MG]$/);
      }
    expect(all(stage(it.dockerfile('backend/Dockerfile'), 'runtime'), 'USER')).toHaveLength(1);
    expect(lower(it)).toContain('read-only');
  }),
  both('S60', 'images: official, minimal, updated, scanned', (it) => {
    const images = [...it.dockerfile('frontend/Dockerfile'), ...it.dockerfile('backend/Dockerfile')].map(
      ({ image }) => image,
    );
    for (const image of [...images, it.prod.services.postgres!.image, it.prod.services.redis!.image])
      expect(image).toMatch(/^(python|node|nginx|nginxinc\/nginx-unprivileged|postgres|redis):.*(slim|alpine)/);
    expect(lower(it)).toMatch(/docker scout|trivy|grype/);
    expect(lower(it)).toMatch(/updat/);
  }),
  both('S61', 'a table of secrets', (it) => {
    const rows = table(doc(it), 'secret');
    for (const { name } of it.stack.variables.filter(({ secret }) => secret)) expect(row(rows, name)).not.toBe('');
  }),
  both('S62', 'commands of development: up, logs, build, shell, migrate', (it) => {
    for (const command of [
      'docker compose up -d',
      'docker compose logs -f backend',
      'docker compose build backend',
      /docker compose exec backend (bash|sh)/,
      /docker compose (exec|run) .*(alembic upgrade head|migrate)/,
    ])
      expect(doc(it)).toMatch(command);
  }),
  both('S63', 'commands of production: up, scale, pull, rolling update', (it) => {
    for (const command of [
      'docker compose -f docker-compose.prod.yml up -d',
      '--scale backend=3',
      'scripts/rollout.sh',
    ])
      expect(doc(it)).toMatch(command);
    // Pulled from where they are pushed to; without a registry they are built on the host.
    expect(it.with({ registry: 'ghcr.io/acme' }).text(PLAN)).toMatch(
      /docker compose -f docker-compose\.prod\.yml pull|rollout\.sh .*--pull/,
    );
  }),
  both('S64', 'the backup, as a script and as a command', (it) => {
    expect(it.file('scripts/backup.sh').executable).toBe(true);
    expect(it.text('scripts/backup.sh')).toContain('pg_dump');
    expect(doc(it)).toContain('scripts/backup.sh');
  }),
];

function row(rows: readonly string[], id: string): string {
  return rows.find((line) => line.split('|')[1]!.replaceAll('`', '').trim().endsWith(id)) ?? '';
}
