// ports and budget: what the stack wants beside what the machine has.
import { describe, expect, it } from 'vitest';
import type { PortRow } from '../../../src/cli/inspect/ports.js';
import { machine, takenBy } from './machine.js';
import { sandbox } from './project.js';

const project = sandbox();
const { run, options, edit, write, remove } = project;

describe('ports', () => {
  it('says who has each, and which command takes the next free one', async () => {
    const where = { machine: machine(takenBy({ 8000: 'nginx (pid 7)' })) };
    const { code, out } = await run('ports', where);
    expect(code).toBe(0);
    expect(out).toMatch(/^development \(project shop\)\n/);
    // 8001 is free, too, and wanted by another service of this stack.
    expect(out).toMatch(/\n {2}backend +8000 {2}127\.0\.0\.1 → 8000 {2}nginx \(pid 7\); next free: 8002\n/);
    expect(out).toContain('  npx lge-stack set services.backend.devPort=8002\n');
    expect(out).toMatch(/\nproduction \(project shop-production\)\n {2}frontend {2}80 {2}0\.0\.0\.0 → 8080 {2}free\n/);
    expect((await run('ports --exit-code', where)).code).toBe(4);
    expect((await run('ports --exit-code', { machine: machine() })).code).toBe(0);
  });

  it('a container of this stack has its port by right', async () => {
    const { out } = await run('ports --json', { machine: machine(takenBy({ 8000: 'shop-backend-1' }, 'shop')) });
    const rows = JSON.parse(out) as readonly PortRow[];
    expect(rows).toContainEqual({
      environment: 'development',
      service: 'backend',
      port: 8000,
      containerPort: 8000,
      address: '127.0.0.1',
      option: 'services.backend.devPort',
      state: 'own',
      by: 'shop-backend-1',
    });
  });

  it('also where the options are wrong', async () => {
    options({ services: { backend: { devPort: 5433 } } });
    const { code, out } = await run('ports', { machine: machine() });
    expect([code, out]).toEqual([0, expect.stringMatching(/backend +8000 .*\(the options say 5433\)\n/)]);
  });
});

describe('ports of a Compose file that says others than the options', () => {
  const rows = async (): Promise<readonly PortRow[]> =>
    JSON.parse((await run('ports --json', { machine: machine() })).out) as readonly PortRow[];
  const backend = async (): Promise<PortRow | undefined> =>
    (await rows()).find(({ environment, service }) => environment === 'development' && service === 'backend');

  it('are those that the file says, and it is told what the options say', async () => {
    edit('docker-compose.yml', (text) => text.replace('published: "8000"', 'published: "${API_PORT:-8123}"'));
    expect(await backend()).toMatchObject({ port: 8123, expected: 8000, option: 'services.backend.devPort' });
    expect((await run('ports', { machine: machine() })).out).toMatch(
      /backend +8123 .* free \(the options say 8000\)\n/,
    );
    write('.env', 'API_PORT=8124\n');
    expect(await backend()).toMatchObject({ port: 8124 });
  });

  it('are those of local changes, which are laid over it', async () => {
    write('docker-compose.override.yml', 'services:\n  backend:\n    ports: !override ["8200:8000", "9000:9000"]\n');
    expect(await backend()).toMatchObject({ port: 8200, address: '0.0.0.0' });
    const other = (await rows()).find(({ port }) => port === 9000);
    expect(other).toEqual({
      ...{ environment: 'development', service: 'backend', port: 9000, containerPort: 9000 },
      ...{ address: '0.0.0.0', state: 'free' },
    });
  });

  it('are those of the options, where the file cannot be read or is not there', async () => {
    write('docker-compose.yml', 'services: [\n');
    expect(await backend()).toMatchObject({ port: 8000 });
    remove('docker-compose.yml');
    expect(await backend()).toMatchObject({ port: 8000 });
  });
});

describe('budget', () => {
  it('shows each service, what is left, and the connections', async () => {
    options({ host: { production: { cpus: 2, memory: '4G' } } });
    const { code, out } = await run('budget', { machine: machine() });
    expect(code).toBe(0);
    expect(out).toMatch(/\nproduction: 4096 MiB, 2 CPU\n {2}█+░+ 3328\/3687 MiB \(409 kept for the system\)\n/);
    expect(out).toMatch(/\n {2}backend +2 × +512 MiB +1 CPU {2}█+\n/);
    expect(out).toMatch(/\n {2}359 MiB free; CPU limits add up to 4\.5\n/);
    expect(out).toMatch(/\nconnections to the database in production\n {2}█+░+ 49\/97\n/);
    expect(out).toMatch(/\nengine of this machine: 16384 MiB, 8 CPU\n$/);
  });

  it('over budget it ends with 4, and shows by how much', async () => {
    options({ host: { production: { memory: '3G' } } });
    const { code, out } = await run('budget', { machine: machine() });
    expect([code, out]).toEqual([4, expect.stringContaining('  640 MiB too many\n')]);
  });

  it('also where the engine has less than development may take', async () => {
    const small = { docker: () => Promise.resolve({ engine: '28', host: { cpus: 1, memory: 2048 } }) };
    const { code, out } = await run('budget --json', { machine: machine(small) });
    const { short, environments } = JSON.parse(out) as { short: readonly string[]; environments: readonly object[] };
    expect([code, short.length, environments.length]).toEqual([4, 2, 2]);
  });

  it('without an engine, and without blocks on a terminal that has none', async () => {
    const none = machine({ docker: () => Promise.resolve(undefined) });
    const { code, out } = await run('budget', { machine: none, env: { TERM: 'dumb' } });
    expect([code, out.includes('█'), out.includes('engine'), out.includes('##')]).toEqual([0, false, false, true]);
  });
});
