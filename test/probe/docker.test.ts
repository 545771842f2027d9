// What a real engine says of a real container.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker, dockerTrouble, hasImage, sees } from '../../src/probe/docker.js';
import { portProbe } from '../../src/probe/ports.js';
import { lab, provideImages } from '../tools/docker.js';
import { expectCode, run } from '../tools/run.js';

const IMAGE = 'redis:7.4.11-alpine';
const NAME = `lge-probe-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'lge-probe-'));
const there = await lab();
let port = 0;

/** One that nobody has now. */
async function somePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return free;
}

describe.skipIf(!there)('an engine', () => {
  beforeAll(async () => {
    await provideImages([IMAGE]);
    port = await somePort();
    const labels = ['--label', 'com.docker.compose.project=shop', '--label', 'com.docker.compose.service=redis'];
    const started = await run('docker', [
      'run',
      '-d',
      '--rm',
      '--name',
      NAME,
      '-p',
      `127.0.0.1:${port}:6379`,
      ...labels,
      IMAGE,
    ]);
    expectCode(started, 'docker run', 0);
  });
  afterAll(async () => {
    await run('docker', ['rm', '-f', NAME]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('says its version, that of Compose, and what it has', async () => {
    expect(await docker()).toEqual({
      engine: expect.stringMatching(/^\d+\.\d+/) as string,
      compose: expect.stringMatching(/^\d+\.\d+/) as string,
      host: { cpus: expect.any(Number) as number, memory: expect.any(Number) as number },
    });
  });

  it('names the container that a port is published for, with its project', async () => {
    expect(await portProbe()(port)).toEqual({
      port,
      by: `container ${NAME} (project shop)`,
      container: { name: NAME, project: 'shop', service: 'redis' },
    });
  });

  it('knows its images, and shows a folder of this machine to a container', async () => {
    writeFileSync(join(folder, 'lge.stack.json'), '{}');
    expect([await hasImage(IMAGE), await hasImage('lge-no-such-image:1')]).toEqual([true, false]);
    expect([await sees(folder, 'lge.stack.json', IMAGE), await sees(folder, 'none', IMAGE)]).toEqual([true, false]);
  });
});

describe('no engine', () => {
  const { PATH, DOCKER_HOST } = process.env;
  afterAll(() => {
    process.env.PATH = PATH;
    if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = DOCKER_HOST;
  });

  it.skipIf(!there)('where nobody listens', async () => {
    process.env.DOCKER_HOST = `unix://${folder}/none.sock`;
    expect([await docker(), await dockerTrouble()]).toEqual([undefined, 'not-running']);
  });

  it('where there is no such program', async () => {
    process.env.PATH = folder;
    expect([await docker(), await dockerTrouble()]).toEqual([undefined, 'not-installed']);
  });
});
