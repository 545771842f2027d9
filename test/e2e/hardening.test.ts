// What holds for every container of production, read from the running ones and not from the Compose file.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsInForce } from './support/limits.js';
import { attempt, run } from './support/shell.js';
import { inside, inspectAll, prepareStack, startStack, type Container, type RunningStack } from './support/stack.js';

const MIB = 1024 ** 2;

// What is to be in force: CPUs, memory in MiB, folders in memory, folders on disk.
const SERVICES: Readonly<
  Record<string, readonly [cpus: number, memory: number, tmpfs: readonly string[], volumes: readonly string[]]>
> = {
  backend: [1, 512, ['/app/logs', '/tmp'], []],
  'celery-beat': [0.25, 256, ['/app/logs', '/tmp'], []],
  'celery-worker': [0.5, 512, ['/app/logs', '/tmp'], []],
  frontend: [0.5, 256, ['/tmp'], []],
  postgres: [1, 1024, ['/run/postgresql', '/tmp'], ['/var/lib/postgresql/data']],
  redis: [0.25, 256, ['/tmp'], ['/data']],
};
const names = Object.keys(SERVICES);

let stack: RunningStack;
let all: readonly Container[];
let ended: readonly Container[];

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-hard' });
  await startStack(stack);
  const containers = await inspectAll(stack);
  all = containers.filter(({ inspected }) => inspected.State.Running);
  ended = containers.filter(({ inspected }) => !inspected.State.Running);
});

afterAll(() => stack.project.remove());

const of = (service: string): readonly Container[] => all.filter((container) => container.service === service);

/** The same question to every container of a service: all answers must be alike, and that one is returned. */
async function eachSays<T>(service: string, question: (container: Container) => Promise<T>): Promise<T> {
  const answers = await Promise.all(of(service).map(question));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  return answers[0]!;
}

/** /proc/…/status of every process of the container, except of those that ask. */
async function processes(container: Container): Promise<readonly Readonly<Record<string, string>>[]> {
  const text = await inside(
    container,
    'for p in /proc/[0-9]*; do [ "${p#/proc/}" = $$ ] || { cat $p/status 2>/dev/null && echo; }; done',
  );
  const statuses = text.split(/\n\n+/).filter(Boolean);
  return statuses
    .map((status) => Object.fromEntries(status.split('\n').map((line) => line.split(/:\s*/) as [string, string])))
    .filter(({ Name }) => Name !== 'cat');
}

interface Mount {
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

// Docker's own, in every container: files of the kernel, devices, shared memory. No file there outlives the container.
const DOCKERS = /^\/(proc|dev|sys)(\/|$)/;

async function writableMounts(container: Container): Promise<readonly Mount[]> {
  const lines = (await inside(container, 'cat /proc/mounts')).split('\n').filter(Boolean);
  const all = lines.map((line) => {
    const [, target, type, options] = line.split(' ');
    return { target: target!.replace(/^\/var\/run\//, '/run/'), type: type!, options: options!.split(',') };
  });
  return all
    .filter(({ target, options }) => options.includes('rw') && !DOCKERS.test(target))
    .toSorted((a, b) => a.target.localeCompare(b.target));
}

describe('every container of production', () => {
  it('is one that this file knows', () => {
    expect([...new Set(all.map(({ service }) => service))]).toEqual(names);
    expect(of('backend')).toHaveLength(2);
  });

  it.each(names)('%s: no process is root, has a capability or can gain one', async (service) => {
    for (const container of of(service)) {
      const found = await processes(container);
      expect(found.length).toBeGreaterThan(1);
      for (const { Name, Uid, Gid, CapEff, CapPrm, CapBnd, CapAmb, NoNewPrivs, Seccomp } of found) {
        expect([Uid, Gid].join(' '), Name).not.toMatch(/\b0\b/);
        expect({ CapEff, CapPrm, CapBnd, CapAmb }, Name).toEqual(
          Object.fromEntries(['CapEff', 'CapPrm', 'CapBnd', 'CapAmb'].map((set) => [set, '0'.repeat(16)])),
        );
        expect({ NoNewPrivs, Seccomp }, Name).toEqual({ NoNewPrivs: '1', Seccomp: '2' });
      }
    }
  });

  it.each(names)('%s: even root could not write to its root file system', async (service) => {
    for (const { id } of of(service)) {
      const { code, stderr } = await attempt(['docker', 'exec', '--user', '0', id, 'touch', '/probe']);
      expect(code).not.toBe(0);
      expect(stderr).toContain('Read-only file system');
    }
  });

  it.each(names)('%s: writes to its volumes and to memory of a limited size, and nowhere else', async (service) => {
    const [, , tmpfs, volumes] = SERVICES[service]!;
    const writable = await eachSays(service, writableMounts);
    const inMemory = writable.filter(({ type }) => type === 'tmpfs');
    expect(inMemory.map(({ target }) => target)).toEqual(tmpfs);
    for (const { target, options } of inMemory) {
      expect(options.join(), target).toMatch(/\bsize=\d+k\b/);
      expect(options, target).toEqual(expect.arrayContaining(['nosuid', 'nodev', 'noexec']));
    }
    expect(writable.filter(({ type }) => type !== 'tmpfs').map(({ target }) => target)).toEqual(volumes);
  });

  it.each(names)('%s: is held to its memory, without swap, to its CPUs and to 256 processes', async (service) => {
    const [cpus, memory] = SERVICES[service]!;
    expect(await eachSays(service, limitsInForce)).toEqual({ cpus, memory: memory * MIB, swap: 0, pids: 256 });
  });

  it('migrate, which has ended, was as restricted', () => {
    expect(ended.map(({ service }) => service)).toEqual(['migrate']);
    const { Config, HostConfig } = ended[0]!.inspected;
    expect(Config.User).toMatch(/^[1-9]\d*(:[1-9]\d*)?$/);
    expect(HostConfig).toMatchObject({
      CapAdd: null,
      CapDrop: ['ALL'],
      Memory: 256 * MIB,
      MemorySwap: 256 * MIB,
      PidsLimit: 256,
      Privileged: false,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true'],
    });
  });

  it('shows no secret in the command line of a process', async () => {
    const secrets = Object.values(stack.secrets);
    expect(secrets).toHaveLength(4);
    for (const container of all) {
      const lines = await inside(
        container,
        "for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline 2>/dev/null; echo; done; true",
      );
      expect(lines, container.service).toContain('docker-init');
      for (const secret of secrets) expect(lines, container.service).not.toContain(secret);
    }
  });

  it('shows no secret in what its image says of itself', async () => {
    const said = await run(['docker', 'image', 'inspect', ...new Set(all.map(({ inspected }) => inspected.Image))]);
    expect(said).toContain('PYTHONUNBUFFERED=1');
    for (const secret of Object.values(stack.secrets)) expect(said).not.toContain(secret);
  });
});

const CONNECT = 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=2)';

/** Whether a container that is on one network only reaches a port. */
async function reaches(network: string, host: string, port: number): Promise<boolean> {
  const image = of('backend')[0]!.inspected.Image;
  const { code, stderr } = await attempt([
    'docker',
    'run',
    '--rm',
    '--network',
    network,
    image,
    'python',
    '-c',
    CONNECT,
    host,
    String(port),
  ]);
  if (code !== 0 && !/gaierror|TimeoutError|ConnectionRefusedError|unreachable/.test(stderr)) throw new Error(stderr);
  return code === 0;
}

describe('the networks of production', () => {
  const address = (service: string): string =>
    Object.values(of(service)[0]!.inspected.NetworkSettings.Networks)[0]!.IPAddress;
  const network = (name: string): string => `${stack.project.name}-production_${name}`;
  const DATA = [
    ['postgres', 5432],
    ['redis', 6379],
  ] as const;

  it.each(DATA)(
    '%s is reached from the data network, and neither by name nor by address from the edge or elsewhere',
    async (service, port) => {
      expect(await reaches(network('data'), service, port)).toBe(true);
      const ways = [network('edge'), 'bridge'].flatMap((from) =>
        [service, address(service)].map((host) => [from, host] as const),
      );
      const reached = await Promise.all(ways.map(([from, host]) => reaches(from, host, port)));
      expect(ways.filter((_, index) => reached[index])).toEqual([]);
    },
  );

  it('nothing on the data network has a way out', async () => {
    expect(
      await reaches(
        network('edge'),
        of('frontend')[0]!.inspected.NetworkSettings.Networks[network('edge')]!.IPAddress,
        8080,
      ),
    ).toBe(true);
    const routes = await inside(of('postgres')[0]!, 'cat /proc/net/route');
    // A default route goes to 00000000.
    expect(routes).toContain('Destination');
    expect(routes).not.toMatch(/^\S+\s+00000000\s/m);
  });

  it('the edge alone publishes a port of the host, and one only', () => {
    const published = all.flatMap(({ service, inspected }) =>
      Object.entries(inspected.NetworkSettings.Ports).flatMap(([port, hosts]) => (hosts ? [`${service} ${port}`] : [])),
    );
    expect(published).toEqual(['frontend 8080/tcp']);
  });
});
