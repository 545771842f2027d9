import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Container as PodContainer, EnvVar, PodSpec } from 'kubernetes-types/core/v1.js';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1.js';
import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { catalog, defineService, loadOptions, renderStack, type Loaded, type Stack } from '../../src/index.js';
import type { ContainerSpec } from '../../src/model/container.js';
import { parts } from '../../src/model/variable.js';
import { kubernetes } from '../../src/targets/kubernetes/index.js';

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}
type Workload = Made & (Deployment | StatefulSet);

/** Everything in kubernetes/, as objects. */
function objects(stack: Stack): readonly Made[] {
  return renderStack(stack)
    .filter(({ path }) => /^kubernetes\/.*\.yaml$/.test(path))
    .flatMap(({ content }) => [...parseAllDocuments(content)].map((document) => document.toJS() as Made));
}

const load = (options: object = {}): Loaded => loadOptions({ name: 'shop', target: 'kubernetes', ...options });
const on = (options: object = {}): readonly Made[] => objects(load(options).stack!);

function workload(all: readonly Made[], id: string): Workload {
  const kinds = ['Deployment', 'StatefulSet', 'Job'];
  return all.find(({ kind, metadata }) => kinds.includes(kind) && metadata.name === id) as Workload;
}
const podOf = (all: readonly Made[], id: string): PodSpec => workload(all, id).spec!.template.spec!;
const containerOf = (all: readonly Made[], id: string): PodContainer => podOf(all, id).containers[0]!;

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
    container: () => ({
      image: { pull: 'extra:1.0' },
      user: '1000:1000',
      networks: ['data'],
      healthcheck: 'none',
      ...container,
    }),
  });
  return loadOptions({ name: 'shop', target: 'kubernetes' }, { catalog: [...catalog, extra] });
}

describe('how it is replaced', () => {
  it.each<readonly [id: string, kind: string, strategy: string | undefined, why: string]>([
    ['backend', 'Deployment', 'RollingUpdate', 'several may run'],
    ['frontend', 'Deployment', 'RollingUpdate', 'no port of a node is taken'],
    ['celery-worker', 'Deployment', 'RollingUpdate', 'several may run'],
    ['celery-beat', 'Deployment', 'Recreate', 'two of them would send each task twice'],
    ['postgres', 'StatefulSet', undefined, 'two would write the same files'],
    ['redis', 'StatefulSet', undefined, 'two would write the same files'],
    ['migrate', 'Job', undefined, 'it ends'],
  ])('%s, a %s, by %s: %s', (id, kind, strategy) => {
    const found = workload(on(), id);
    expect(found.kind).toBe(kind);
    expect((found as Deployment).spec!.strategy?.type).toBe(strategy);
  });

  it('after the migrations, where something waits for them', () => {
    const all = on();
    const step = (id: string): string | undefined => workload(all, id).metadata.labels!['deploy-step'];
    expect(['postgres', 'redis'].map(step)).toEqual([undefined, undefined]);
    expect(step('migrate')).toBe('jobs');
    expect(['frontend', 'backend', 'celery-worker', 'celery-beat'].map(step)).toEqual(Array(4).fill('rest'));
    expect(workload(on({ services: { migrate: false } }), 'backend').metadata.labels).not.toHaveProperty('deploy-step');
  });
});

describe('probes', () => {
  it('do not restart an API whose database is away', () => {
    const { startupProbe, readinessProbe, livenessProbe } = containerOf(on(), 'backend');
    expect(readinessProbe!.httpGet).toEqual({ path: '/health', port: 8000 });
    expect(livenessProbe!.httpGet).toEqual({ path: '/health/live', port: 8000 });
    // 40 s of start and three times 30 s, second by second.
    expect(startupProbe).toMatchObject({ periodSeconds: 1, failureThreshold: 130 });
  });

  it('without an address are the command, and where nothing listens are patient', () => {
    const { readinessProbe, livenessProbe } = containerOf(on(), 'celery-beat');
    expect(readinessProbe!.exec!.command!.slice(0, 2)).toEqual(['sh', '-c']);
    expect(livenessProbe!.failureThreshold).toBe(3 * readinessProbe!.failureThreshold!);
  });

  it('of a database leave a recovery its hour, and ask only whether it listens', () => {
    const { startupProbe, livenessProbe } = containerOf(on(), 'postgres');
    expect(startupProbe!.periodSeconds! * startupProbe!.failureThreshold!).toBe(3600);
    expect(livenessProbe!.tcpSocket).toEqual({ port: 5432 });
  });

  it('run as before where the answer alone does not say it', () => {
    const services = { backend: { starter: false, probe: 'any', healthPath: '/' }, migrate: false };
    expect(containerOf(on({ services }), 'backend').readinessProbe!.exec).toBeDefined();
  });
});

describe('the environment', () => {
  const env = ({ stack }: Loaded, id: string): readonly EnvVar[] => containerOf(objects(stack!), id).env!;

  it('has secrets by reference, each service those that it reads', () => {
    const all = on();
    const names = (id: string): readonly string[] =>
      containerOf(all, id).env!.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []);
    expect(new Set(names('backend'))).toEqual(new Set(['application-secrets']));
    expect(new Set(names('postgres'))).toEqual(new Set(['postgres-secrets']));
    expect(new Set(names('redis'))).toEqual(new Set(['redis-secrets']));
  });

  it('makes a value of several parts of variables that stand before it', () => {
    const loaded = load({ environment: { BROKER: 'redis://:${REDIS_PASSWORD}@redis/$$(x)', REDIS_PASSWORD: 'other' } });
    const names = env(loaded, 'backend').map(({ name }) => name);
    const broker = env(loaded, 'backend').find(({ name }) => name === 'BROKER')!;
    expect(broker.value).toBe('redis://:$(SET_REDIS_PASSWORD)@redis/$$(x)');
    expect(names.indexOf('SET_REDIS_PASSWORD')).toBeLessThan(names.indexOf('BROKER'));
    expect(names.filter((name) => name === 'REDIS_PASSWORD')).toHaveLength(1);
  });

  it('leaves a dollar one', () => {
    expect(env(withExtra({ env: { A: 'a$b', B: '$(c)', C: '$$' } }), 'extra').map(({ value }) => value)).toEqual([
      'a$b',
      '$$(c)',
      '$$$',
    ]);
    expect(env(withExtra({ env: { A: parts('$${b}') } }), 'extra')[0]!.value).toBe('$${b}');
  });

  it('says a folder inside the volume where the program must own it', () => {
    expect(env(load(), 'postgres')).toContainEqual({ name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' });
    const newer = load({ images: { postgres: 'postgres:18.4-alpine' } });
    expect(env(newer, 'postgres').map(({ name }) => name)).not.toContain('PGDATA');
  });
});

it('makes every pod of the default stack one that `restricted` takes', () => {
  const all = on();
  for (const id of ['frontend', 'backend', 'postgres', 'redis', 'migrate', 'celery-worker', 'celery-beat']) {
    const { securityContext, automountServiceAccountToken } = podOf(all, id);
    expect(automountServiceAccountToken, id).toBe(false);
    expect(securityContext, id).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(securityContext!.runAsUser, id).toBeGreaterThan(0);
    expect(containerOf(all, id).securityContext, id).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  }
});

describe('network policies', () => {
  const policies = on().filter(({ kind }) => kind === 'NetworkPolicy') as (Made & NetworkPolicy)[];
  const named = (name: string) => policies.find(({ metadata }) => metadata.name === name)!.spec!;

  it('let nobody in or out, and then those who share a network', () => {
    expect(named('nothing')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(named('data').egress).toEqual([{ to: [{ podSelector: { matchLabels: { 'network-data': 'joined' } } }] }]);
    expect(JSON.stringify(named('edge').egress)).toContain('0.0.0.0/0');
    expect(named('to-postgres').ingress).toEqual([
      { from: [{ podSelector: { matchLabels: { 'network-data': 'joined' } } }], ports: [{ port: 5432 }] },
    ]);
  });

  it('let everybody to what is published', () => {
    expect(named('to-frontend').ingress).toEqual([{ ports: [{ port: 8080 }] }]);
  });
});

it('leaves nginx the address of the API, which stays', () => {
  const nginx = renderStack(load().stack!).find(({ path }) => path.endsWith('nginx.conf'))!.content;
  expect(nginx).toContain('server backend:8000 max_fails=0;');
  expect(nginx).not.toMatch(/resolve|@again/);
});

describe('gaps', () => {
  const told = ({ diagnostics }: Loaded): readonly string[] =>
    diagnostics.map(({ code, path }) => `${code} at ${path.join('.')}`);

  it.each([
    ['kubernetes-registry at registry', {}, { registry: 'ghcr.io/acme' }],
    ['kubernetes-pids at target', {}, { preset: 'plan' }],
    ['kubernetes-include at include.production', { include: { production: ['more.yaml'] } }, {}],
    ['kubernetes-subnet at network.subnet', { network: { subnet: '172.28.0.0/16' } }, {}],
    ['kubernetes-ingress-tls at tls', { tls: true, kubernetes: { ingressClass: 'nginx' } }, { tls: true }],
    ['kubernetes-existing-volume at services.postgres', { services: { postgres: { volume: 'old' } } }, {}],
    ['kubernetes-shared-volume at services.backend', { services: { backend: { persistent: { up: {} } } } }, {}],
  ])('%s', (code, options, without) => {
    expect(told(load(options))).toContain(code);
    expect(told(load(without))).not.toContain(code);
    expect(told(loadOptions({ name: 'shop', ...options }))).not.toContain(code);
  });

  it.each<readonly [string, Partial<ContainerSpec>, readonly string[]]>([
    ['nothing', {}, []],
    [
      'a folder that it writes',
      { binds: [{ source: 'data', target: '/data', about: 'Data', backup: true, readOnly: false }] },
      ['bind'],
    ],
    ['a capability', { capAdd: ['CHOWN'] }, ['capability']],
    ['an unknown user', { user: undefined }, ['user']],
    ['the health check of its image', { healthcheck: undefined }, ['image-check']],
    ['a profile', { profile: 'extra' }, ['profile']],
  ])('of a service with %s', (_, container, codes) => {
    const found = withExtra(container).diagnostics.filter(({ path }) => path.includes('extra'));
    expect(found.map(({ code }) => code)).toEqual(codes.map((code) => `kubernetes-${code}`));
  });

  it('are all tried here', () => {
    const tried = ['registry', 'pids', 'include', 'subnet', 'ingress-tls', 'existing-volume', 'shared-volume'];
    expect(kubernetes.gaps.map(({ code }) => code).toSorted()).toEqual(
      [...tried, 'bind', 'capability', 'user', 'image-check', 'profile'].map((code) => `kubernetes-${code}`).toSorted(),
    );
  });
});
