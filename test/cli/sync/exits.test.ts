// The table of exit codes, a test for each row: a command line that really ends so.
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createRegistry } from 'node:http';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { EXITS, type ExitName } from '../../../src/cli/exit.js';
import { version } from '../../../src/generated/version.js';
import type { Ran } from '../run-main.js';
import { machine } from './machine.js';
import { mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

/** This version has to know what older ones did not ask. */
vi.mock('../../../src/migrate/migrations.js', () => ({
  migrations: [
    { version: '0.0.0', about: 'A region.', asks: () => [{ path: ['region'], message: 'In which region?' }] },
  ],
}));

const project = sandbox();
const { run, edit, options, port, write, remove } = project;

/** As npm asks it, on this machine. */
async function withRegistry<T>(newest: string, body: (url: string) => Promise<T>): Promise<T> {
  const versions = { [newest]: { name: 'create-lge-stack', version: newest } };
  const server = createRegistry((_, response) =>
    response.end(JSON.stringify({ name: 'create-lge-stack', 'dist-tags': { latest: newest }, versions })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}

function asking(registry: string): Promise<Ran> {
  const cache = join(project.dir(), '../cache');
  mkdirSync(cache, { recursive: true });
  const npm = { npm_config_registry: registry, npm_config_cache: cache, npm_config_fetch_retries: '0' };
  return run('check --updates', { env: { PATH: process.env.PATH ?? '', HOME: cache, ...npm } });
}

/** A port where nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${free}/`;
}

/** Every code has to be reached: a new one without a row here does not compile. */
const ROWS: Readonly<Record<ExitName, () => Promise<Ran>>> = {
  ok: () => run('sync'),
  fault: () => {
    write('.projenrc.ts', "throw new Error('mine');\n");
    return run('sync');
  },
  usage: () => {
    options({ tsl: true });
    return run('sync');
  },
  conflict: () => {
    edit(PROD, minePort);
    port(8088);
    return run('sync');
  },
  drift: () => run('doctor', { machine: machine({ docker: () => Promise.resolve(undefined) }) }),
  refused: async () => {
    await run(`own ${SCRIPT} --as managed`);
    edit(SCRIPT, mine);
    return run('sync');
  },
  unanswered: () => {
    edit('.lge/state.json', (text) => text.replaceAll('"0.0.0"', '"0.0.0-0"'));
    return run('set tls=true');
  },
  outdated: () => withRegistry('99.1.0', asking),
  incomplete: async () => asking(await nobody()),
  interrupted: () => run('eject', { typed: [['?', '\u0003']] }),
};

describe.each(Object.entries(EXITS))('%s', (name, { code, about }) => {
  it(`is ${code}: ${about}`, async () => {
    const { code: ended, err } = await ROWS[name as ExitName]();
    expect({ ended, err }).toEqual({ ended: code, err: expect.any(String) as string });
  });
});

it('the newest version is the one of these tests, where nothing else is asked', async () => {
  expect((await withRegistry(version, asking)).code).toBe(0);
});

it('a project that is not there: exit 2, for every command that looks at one', async () => {
  remove('lge.stack.json');
  for (const command of ['set tls=true', 'add redis', 'remove redis', 'ports', 'budget', 'doctor', 'explain tls']) {
    const { code, err } = await run(command, { machine: machine() });
    expect([command, code, err]).toEqual([
      command,
      2,
      expect.stringContaining('Run this in the folder of the project.'),
    ]);
  }
});
