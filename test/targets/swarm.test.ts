import { describe, expect, it } from 'vitest';
import { catalog, defineService, loadOptions, type Loaded } from '../../src/index.js';
import { connectionUse } from '../../src/model/connections.js';
import type { ContainerSpec } from '../../src/model/container.js';
import { stackFile } from '../../src/targets/swarm/stack-file.js';
import { swarm } from '../../src/targets/swarm/index.js';
import { mistakesOf } from '../support/mistakes.js';
import { rendering } from '../support/rendering.js';
import { STACK_FILE, swarmFile, type SwarmFile } from '../support/swarm.js';

const on = (options: object = {}): SwarmFile =>
  swarmFile(rendering({ name: 'shop', target: 'swarm', ...options }).text(STACK_FILE));

/** A stack with one more service. */
function withExtra(container: Partial<ContainerSpec>, replicas?: number): Loaded {
  const extra = defineService({
    id: 'extra',
    title: 'Extra',
    summary: 'One of somebody else',
    tier: 'background',
    questions: {},
    ...(replicas !== undefined && { replicas }),
    needs: [],
    limits: { production: { cpus: 1, memory: '64M' }, development: { cpus: 1, memory: '64M' } },
    container: () => ({ image: { pull: 'extra:1.0' }, networks: ['data'], healthcheck: 'none', ...container }),
  });
  return loadOptions({ name: 'shop', target: 'swarm' }, { catalog: [...catalog, extra] });
}

/** What the diagnostics say of it. */
function toldOf(container: Partial<ContainerSpec>): readonly string[] {
  return withExtra(container)
    .diagnostics.filter(({ path }) => path.includes('extra'))
    .map(({ code, severity }) => `${code}: ${severity}`);
}

describe('how it is replaced', () => {
  it.each([
    ['backend', 'start-first', 'several may run'],
    ['celery-worker', 'start-first', 'several may run'],
    ['celery-beat', 'stop-first', 'two of them would send each task twice'],
    ['frontend', 'stop-first', 'the port of the node is taken'],
    ['postgres', 'stop-first', 'two would write the same files'],
    ['redis', 'stop-first', 'two would write the same files'],
  ])('%s %s: %s', (id, order) => {
    expect(on().services[id]!.deploy.update_config!.order).toBe(order);
  });

  it('by the routing mesh a new nginx starts first', () => {
    const { frontend } = on({ swarm: { ports: 'ingress' } }).services;
    expect(frontend!.deploy.update_config!.order).toBe('start-first');
    expect(frontend!.ports).toEqual([{ target: 8080, published: 80, mode: 'ingress' }]);
    expect(frontend!.deploy.endpoint_mode).toBe('vip');
  });

  it('waits until nginx has forgotten the address', () => {
    expect(on().services.backend!.deploy.update_config!.delay).toBe('7s');
  });
});

it('a service with data and several containers ends the old one first, and has its node', () => {
  const { stack } = withExtra({ volumes: [{ name: 'extra', target: '/data', about: 'Data', backup: true }] }, 2);
  const { deploy } = swarmFile(stackFile(stack!)).services.extra!;
  expect(deploy.update_config!.order).toBe('stop-first');
  expect(deploy.placement).toEqual({ constraints: ['node.labels.shop-swarm.extra == true'] });
});

describe('connections', () => {
  it.each([
    ['compose', '2 × 1 × 10 × 2 during a rollout', 40],
    ['swarm', '(2 + 1 during a rollout) × 1 × 10', 30],
  ])('are counted with what runs meanwhile on %s', (target, formula, connections) => {
    const { stack } = loadOptions({ name: 'shop', target });
    expect(connectionUse(stack!)[0]).toEqual({ id: 'backend', formula, connections });
  });

  it('are too many where replicas are', () => {
    const services = { backend: { replicas: 9 } };
    expect(mistakesOf({ target: 'swarm', services, swarm: { nodes: 4 }, registry: 'ghcr.io/acme' })).toContain(
      'backend (9 + 1 during a rollout) × 1 × 10',
    );
  });
});

describe('secrets', () => {
  it('are files with the names of the variables that programs read', () => {
    const { services, secrets } = on();
    expect(services.backend!.secrets).toEqual([
      'SECRET_KEY',
      'JWT_SECRET_KEY',
      { source: 'POSTGRES_PASSWORD', target: 'PGPASSWORD' },
      'REDIS_PASSWORD',
    ]);
    expect(services.frontend!.secrets).toBeUndefined();
    expect(services.frontend!.entrypoint).toBeUndefined();
    expect(secrets!.SECRET_KEY!.external).toBe(true);
  });

  it('come before what the image itself would run', () => {
    const { postgres, backend, migrate } = on().services;
    expect(postgres!.entrypoint).toEqual(['sh', '/usr/local/bin/with-secrets']);
    expect(postgres!.command!.slice(0, 2)).toEqual(['docker-entrypoint.sh', 'postgres']);
    expect(backend!.command!.slice(0, 2)).toEqual(['uvicorn', 'src.main:app']);
    expect(migrate!.command).toEqual(['alembic', 'upgrade', 'head']);
  });

  it('are there for health checks too', () => {
    expect(on().services.redis!.healthcheck!.test!.slice(0, 3)).toEqual(['CMD', 'sh', '/usr/local/bin/with-secrets']);
  });

  it('hold certificates', () => {
    const { services, secrets } = on({ tls: true });
    expect(services.frontend!.secrets).toEqual([
      { source: 'fullchain.pem', target: '/etc/nginx/ssl/fullchain.pem' },
      { source: 'privkey.pem', target: '/etc/nginx/ssl/privkey.pem' },
    ]);
    expect(secrets!['privkey.pem']!.file).toBe('./nginx/ssl/privkey.pem');
  });
});

describe('gaps', () => {
  it('are told of the smallest stack', () => {
    const { diagnostics } = loadOptions({ name: 'shop', target: 'swarm' });
    expect(diagnostics.map(({ code, path }) => `${code} at ${path.join('.')}`)).toEqual([
      'swarm-privileges at target',
      'swarm-swap at target',
      'swarm-tmpfs-mode at target',
      'swarm-replaced-port at services.frontend',
    ]);
    expect(loadOptions({ name: 'shop' }).diagnostics).toEqual([]);
  });

  it.each([
    ['swarm-registry at registry', { swarm: { nodes: 3 } }],
    ['swarm-client-address at services.frontend', { swarm: { ports: 'ingress' } }],
    ['swarm-one-replica at services.backend', { services: { backend: { replicas: 1 } } }],
    ['swarm-include at include.production', { include: { production: ['more.yaml'] } }],
    ['swarm-secret-in-value at environment.BROKER', { environment: { BROKER: 'redis://:${REDIS_PASSWORD}@redis' } }],
  ])('%s', (told, options) => {
    const codes = ({ diagnostics }: ReturnType<typeof loadOptions>): readonly string[] =>
      diagnostics.map(({ code, path }) => `${code} at ${path.join('.')}`);
    expect(codes(loadOptions({ name: 'shop', target: 'swarm', ...options }))).toContain(told);
    expect(codes(loadOptions({ name: 'shop', target: 'swarm' }))).not.toContain(told);
    expect(codes(loadOptions({ name: 'shop', ...options }))).not.toContain(told);
  });

  it.each<readonly [string, Partial<ContainerSpec>, readonly string[]]>([
    ['nothing', {}, []],
    [
      'a folder that it writes',
      { binds: [{ source: 'data', target: '/data', about: 'Data', backup: true, readOnly: false }] },
      ['swarm-bind: error'],
    ],
    ['secrets and no command', { env: { KEY: { from: 'SECRET_KEY' } } }, ['swarm-program: error']],
    ['secrets and a command', { env: { KEY: { from: 'SECRET_KEY' } }, command: ['extra'] }, []],
    ['a profile', { profile: 'extra' }, ['swarm-profile: warning']],
    [
      'a port',
      { publish: [{ host: 9000, container: 9000, about: 'Extra', option: [] }] },
      ['swarm-replaced-port: warning'],
    ],
  ])('of a service with %s', (_, container, told) => {
    expect(toldOf(container)).toEqual(told);
  });

  it('are all tried here', () => {
    const tried = ['privileges', 'swap', 'tmpfs-mode', 'replaced-port', 'registry', 'client-address', 'one-replica'];
    expect(swarm.gaps.map(({ code }) => code).toSorted()).toEqual(
      [...tried, 'bind', 'program', 'profile', 'include', 'secret-in-value'].map((name) => `swarm-${name}`).toSorted(),
    );
  });
});

it('counts the memory of all nodes', () => {
  const services = { backend: { replicas: 20 }, postgres: { maxConnections: 400 } };
  const told = (nodes: number): string =>
    mistakesOf({ target: 'swarm', registry: 'ghcr.io/acme', services, swarm: { nodes } });
  expect(told(1)).toContain('memory-budget');
  expect(told(2)).not.toContain('memory-budget');
});
