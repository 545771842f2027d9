import { expect } from 'vitest';
import { PRODUCTION } from '../support/rendering.js';
import { all, apart, both, ports, stage, type Row } from './row.js';

const EVERYTHING = ['backend', 'celery-beat', 'celery-worker', 'frontend', 'migrate', 'postgres', 'redis'];

/** S10 to S20: the files, and the images in them. */
export const files: readonly Row[] = [
  apart('S10', 'docker-compose.yml is development: front end 80, PostgreSQL 5433, API and Redis', {
    hardened: ({ dev: { services } }) => {
      expect(ports(services.frontend!)).toEqual(['127.0.0.1:80:5173']);
      expect(ports(services.postgres!)).toEqual(['127.0.0.1:5433:5432']);
      expect(ports(services.backend!)).toEqual(['127.0.0.1:8000:8000']);
      expect(services.redis).toBeDefined();
    },
    plan: (it) => {
      const { services } = it.dev;
      const withRedis = it.with({ services: { redis: { devPort: 6380 } } });
      expect(ports(services.frontend!)).toEqual(['80:5173']);
      expect(ports(services.postgres!)).toEqual(['5433:5432']);
      expect(ports(services.backend!)).toEqual(['8000:8000']);
      expect(services.redis).toBeDefined();
      // Of which the plan says nothing, and which would let anybody in.
      const { redis, 'backend-debug': debug } = withRedis.dev.services;
      expect(ports(redis!)).toEqual(['127.0.0.1:6380:6379']);
      expect(ports(debug!)).toEqual(['127.0.0.1:5678:5678', '127.0.0.1:8001:8000']);
    },
  }),
  both('S11', 'docker-compose.prod.yml has every service', ({ prod, file }) => {
    expect(Object.keys(prod.services)).toEqual(EVERYTHING);
    expect(file(PRODUCTION).owner).toBe('merged');
  }),
  both('S12', 'docker-compose.override.yml is local and git-ignored', ({ paths, text }) => {
    expect(text('.gitignore').split('\n')).toContain('docker-compose.override.yml');
    expect(paths.filter((path) => path.startsWith('docker-compose.override'))).toHaveLength(1);
  }),
  both('S13', '.env.example is there to be committed, .env is git-ignored', ({ file, text }) => {
    expect(file('.env.example').owner).toBe('merged');
    const ignored = text('.gitignore').split('\n');
    expect(ignored).toContain('.env');
    expect(ignored).not.toContain('.env.example');
  }),
  both(
    'S14',
    'each image has its own folder as its context, and development its own Dockerfile',
    ({ prod, dev, file }) => {
      const build = (folder: string) => ({ context: `./learn-greek-easy-${folder}`, dockerfile: 'Dockerfile' });
      expect(prod.services.frontend!.build).toMatchObject(build('frontend'));
      expect(prod.services.backend!.build).toMatchObject(build('backend'));
      expect(dev.services.backend!.build!.dockerfile).toBe('Dockerfile.dev');
      for (const path of ['frontend/Dockerfile', 'backend/Dockerfile', 'backend/Dockerfile.dev'])
        expect(file(path).owner, path).toBe('merged');
    },
  ),
  both('S15', 'scripts/init-db.sql, nginx/ssl/ and src/api/v1/health.py exist', (it) => {
    const { file, paths } = it.with({ tls: true });
    expect(file('scripts/init-db.sql').content).toContain('CREATE EXTENSION');
    expect(file('backend/src/api/v1/health.py').owner).toBe('seed');
    expect(paths.filter((path) => path.startsWith('nginx/ssl/'))).not.toEqual([]);
  }),

  apart('S16', 'the front end is served from a small nginx image', {
    hardened: ({ dockerfile }) => {
      const { image } = stage(dockerfile('frontend/Dockerfile'), 'runtime');
      expect(image).toMatch(/^nginxinc\/nginx-unprivileged:\d+\.\d+\.\d+-alpine-slim$/);
    },
    plan: ({ dockerfile }) => {
      expect(stage(dockerfile('frontend/Dockerfile'), 'runtime').image).toBe('nginx:alpine');
    },
  }),
  apart('S17', 'API and Celery run on a slim Python 3.14', {
    hardened: ({ dockerfile, prod: { services } }) => {
      expect(stage(dockerfile('backend/Dockerfile'), 'runtime').image).toMatch(/^python:3\.14\.\d+-slim-/);
      for (const id of ['celery-worker', 'celery-beat', 'migrate'])
        expect(services[id]!.image, id).toBe(services.backend!.image);
    },
    plan: ({ dockerfile, prod: { services } }) => {
      expect(stage(dockerfile('backend/Dockerfile'), 'runtime').image).toBe('python:3.14-slim');
      for (const id of ['celery-worker', 'celery-beat', 'migrate'])
        expect(services[id]!.image, id).toBe(services.backend!.image);
    },
  }),
  apart('S18', 'PostgreSQL 16 on Alpine', {
    hardened: ({ prod }) => expect(prod.services.postgres!.image).toMatch(/^postgres:16\.\d+-alpine$/),
    plan: ({ prod }) => expect(prod.services.postgres!.image).toBe('postgres:16-alpine'),
  }),
  apart('S19', 'Redis 7 on Alpine', {
    hardened: ({ prod }) => expect(prod.services.redis!.image).toMatch(/^redis:7\.\d+\.\d+-alpine$/),
    plan: ({ prod }) => expect(prod.services.redis!.image).toBe('redis:7-alpine'),
  }),
  apart('S20', 'the front end is built on Node, a supported one', {
    hardened: ({ dockerfile }) => {
      const { image } = stage(dockerfile('frontend/Dockerfile'), 'builder');
      expect(image).toMatch(/^node:24\.\d+\.\d+-alpine$/);
    },
    plan: ({ dockerfile }) => {
      const builder = stage(dockerfile('frontend/Dockerfile'), 'builder');
      expect(builder.image).toBe('node:24-alpine');
      expect(all(builder, 'RUN').map(({ text }) => text)).toContainEqual(expect.stringContaining('run build'));
    },
  }),
];
