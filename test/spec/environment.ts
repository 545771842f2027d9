import { expect } from 'vitest';
import type { Rendering } from '../support/rendering.js';
import { apart, both, services, type Row } from './row.js';

/** S44 to S56: networks, volumes and .env.example. */
export const environment: readonly Row[] = [
  apart('S44', 'bridge networks with names', {
    hardened: ({ prod }) => {
      expect(Object.entries(prod.networks).map(([name, { driver }]) => `${name} ${driver}`)).toEqual([
        'data bridge',
        'edge bridge',
      ]);
    },
    plan: ({ prod }) => {
      expect(prod.networks).toMatchObject({ 'learn-greek-network': { name: 'learn-greek-network', driver: 'bridge' } });
      for (const [id, { networks }] of services(prod)) expect(networks, id).toEqual(['learn-greek-network']);
    },
  }),
  apart('S45', 'a subnet can be chosen', {
    hardened: (it) => {
      expect(subnets(it)).toEqual([]);
      expect(subnets(it.with({ network: { subnet: '172.28.0.0/16' } }))).toEqual(['172.28.128.0/17', '172.28.0.0/17']);
    },
    plan: (it) => {
      expect(subnets(it)).toEqual(['172.28.0.0/16']);
      expect(subnets(it.with({ network: { subnet: '' } }))).toEqual([]);
    },
  }),
  apart('S46', 'named volumes for PostgreSQL and Redis', {
    hardened: ({ prod }) => expect(prod.volumes).toEqual({ 'postgres-data': {}, 'redis-data': {} }),
    plan: ({ prod }) =>
      expect(prod.volumes).toEqual({
        postgres_data: { name: 'learn-greek-easy-postgres-data' },
        redis_data: { name: 'learn-greek-easy-redis-data' },
      }),
  }),
  apart('S47', 'services find each other: frontend, backend:8000, postgres:5432, redis:6379', {
    // nginx without root has no port below 1024.
    hardened: (it) => expectDiscovery(it, 8080),
    plan: (it) => expectDiscovery(it, 80),
  }),

  apart('S49', 'ENVIRONMENT and IMAGE_TAG', {
    hardened: ({ variable }) => {
      expect(variable('ENVIRONMENT')).toMatchObject({ value: 'development', commented: false });
      expect(variable('IMAGE_TAG')).toMatchObject({ value: '0.1.0', commented: false });
    },
    plan: ({ variable }) => {
      expect(variable('ENVIRONMENT')).toMatchObject({ value: 'development', commented: false });
      expect(variable('IMAGE_TAG')).toMatchObject({ value: 'latest', commented: true });
    },
  }),
  both('S50', 'SECRET_KEY and JWT_SECRET_KEY: 32 bytes, with the command that makes one', ({ variable }) => {
    for (const name of ['SECRET_KEY', 'JWT_SECRET_KEY']) {
      expect(variable(name)).toMatchObject({ value: '', commented: false, section: 'Security' });
      expect(variable(name).about).toMatch(/32 bytes or more: openssl rand -hex 32$/);
    }
  }),
  apart('S51', 'POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, DATABASE_URL', {
    hardened: (it) => expectDatabase(it, 'learn_greek_easy'),
    plan: (it) => expectDatabase(it, 'postgres'),
  }),
  both('S52', 'REDIS_URL', ({ variable }) => {
    expect(variable('REDIS_URL')).toMatchObject({ value: 'redis://redis:6379/0', section: 'Redis' });
  }),
  both('S53', 'CORS_ORIGINS', ({ variable }) => {
    const value = 'http://localhost,http://localhost:3000,http://localhost:5173';
    expect(variable('CORS_ORIGINS')).toMatchObject({ value, section: 'CORS' });
  }),
  both('S54', 'API_V1_PREFIX', ({ variable }) => {
    expect(variable('API_V1_PREFIX')).toMatchObject({ value: '/api/v1', section: 'API' });
  }),
  both('S55', 'sections, and a comment for each variable', ({ env }) => {
    const sections = [...new Set(env.map(({ section }) => section))];
    expect(sections).toEqual(['Application', 'Security', 'Database', 'Redis', 'CORS', 'API']);
    expect(env.filter(({ about }) => about === '').map(({ name }) => name)).toEqual([]);
  }),
  both('S56', 'the order in which values are read, as it is', ({ text }) => {
    const words = /from the shell first,? then from \.env,? then the default/;
    expect(text('.env.example').replaceAll(/\n# /g, ' ')).toMatch(words);
    const order = text('docs/docker-architecture.md').toLowerCase();
    expect(order.indexOf('shell')).toBeGreaterThan(-1);
  }),
];

function subnets({ prod }: Rendering): readonly string[] {
  return Object.values(prod.networks).flatMap(({ ipam }) => ipam?.config.map(({ subnet }) => subnet) ?? []);
}

function expectDiscovery({ prod, text, stack, variable }: Rendering, port: number): void {
  expect(Object.keys(prod.services)).toEqual(expect.arrayContaining(['frontend', 'backend', 'postgres', 'redis']));
  const nginx = text('frontend/nginx/nginx.conf');
  expect(nginx).toMatch(new RegExp(`listen ${port} default_server;`));
  expect(nginx).toMatch(/server backend:8000 resolve/);
  expect(variable('DATABASE_URL').value).toContain('//postgres:5432');
  expect(variable('REDIS_URL').value).toContain('//redis:6379/0');
  const inside = stack.environments.production.containers.map((container) => `${container.id}:${container.port}`);
  expect(inside).toEqual(expect.arrayContaining([`frontend:${port}`, 'backend:8000', 'postgres:5432', 'redis:6379']));
}

function expectDatabase({ variable }: Rendering, user: string): void {
  expect(variable('POSTGRES_USER')).toMatchObject({ value: user, commented: false, section: 'Database' });
  expect(variable('POSTGRES_PASSWORD')).toMatchObject({ value: '', commented: false, section: 'Database' });
  expect(variable('POSTGRES_DB')).toMatchObject({ value: 'learn_greek_easy', commented: false, section: 'Database' });
  const url = { value: 'postgresql+asyncpg://postgres:5432', commented: true, section: 'Database' };
  expect(variable('DATABASE_URL')).toMatchObject(url);
}
