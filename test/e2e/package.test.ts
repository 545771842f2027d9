// The package as others use it: packed, installed, and reached by nothing but its name. No container is needed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage, type Package } from './support/package.js';
import { attempt, run } from './support/shell.js';

const repository = dirname(dirname(import.meta.dirname));
const tsc = join(repository, 'node_modules/typescript/bin/tsc');
let source: Package;
/** Where the package is installed. */
let consumer: string;
/** A project that depends on it. */
let shop: string;
const folder = mkdtempSync(join(tmpdir(), 'lge-e2e-package-'));

beforeAll(async () => {
  source = await packPackage();
  consumer = dirname(source.tarball);
  await run([source.bin, 'shop', '--yes', '--no-lock', '--no-git', '--self', source.tarball], { cwd: folder });
  shop = join(folder, 'shop');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  source.remove();
});

const SERVICE = `defineService({
  id: 'search', title: 'Search', summary: 'Searches', tier: 'data', questions: {}, needs: [],
  limits: { production: { cpus: 0.1, memory: '64M' }, development: { cpus: 0.1, memory: '64M' } },
  container: () => ({ image: { pull: 'search:1' }, networks: ['data'], healthcheck: 'none' }),
})`;

/** Runs a service through the contract, as a test runner would; prints what holds and what does not. */
const contract = (service: string): string => `
import { catalog, defineService } from 'create-lge-stack';
import { serviceContract } from 'create-lge-stack/testing';

const service = ${service};
for (const { name, run } of serviceContract(service)) {
  try {
    run();
    console.log('holds:', name);
  } catch (error) {
    console.log('fails:', name, error instanceof Error ? error.message : error);
  }
}
`;

async function judge(service: string): Promise<{ readonly holds: number; readonly fails: readonly string[] }> {
  writeFileSync(join(consumer, 'contract.mjs'), contract(service));
  const lines = (await run(['node', 'contract.mjs'], { cwd: consumer })).trim().split('\n');
  return {
    holds: lines.filter((line) => line.startsWith('holds: ')).length,
    fails: lines.filter((line) => !line.startsWith('holds: ')),
  };
}

describe('create-lge-stack/testing', () => {
  it('judges a service of ours', async () => {
    const { holds, fails } = await judge("catalog.find(({ id }) => id === 'redis')");
    expect(fails).toEqual([]);
    expect(holds).toBeGreaterThan(10);
  });

  it('judges a service of somebody else’s, and says what it does not hold', async () => {
    const { holds, fails } = await judge(SERVICE.replace("id: 'search'", "id: 'Se arch'"));
    expect(holds).toBeGreaterThan(0);
    expect(fails.join('\n')).toContain('Se arch');
  });

  it('has types, which hold under the strictest settings', async () => {
    writeFileSync(join(consumer, 'contract.mts'), contract(SERVICE));
    const settings = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom'];
    const types = ['--types', 'node', '--typeRoots', join(repository, 'node_modules/@types')];
    const { code, stdout } = await attempt([process.execPath, tsc, ...settings, ...types, 'contract.mts'], {
      cwd: consumer,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});

describe('create-lge-stack/schema.json', () => {
  const validator = () => {
    const require = createRequire(join(shop, 'package.json'));
    return new Ajv2020({ strict: true, strictTypes: false }).compile(require('create-lge-stack/schema.json') as object);
  };
  const options = (): Record<string, unknown> =>
    JSON.parse(readFileSync(join(shop, 'lge.stack.json'), 'utf8')) as Record<string, unknown>;

  it('accepts the options of a new project, and nothing that there is not', () => {
    const validate = validator();
    expect({ fine: validate(options()), errors: validate.errors }).toEqual({ fine: true, errors: null });
    expect(validate({ ...options(), tsl: true })).toBe(false);
    expect(validate({ ...options(), services: { frontend: { port: 0 } } })).toBe(false);
  });

  it('is where the options of a new project say that it is', () => {
    const named = readFileSync(join(shop, options().$schema as string), 'utf8');
    const exported = createRequire(join(shop, 'package.json')).resolve('create-lge-stack/schema.json');
    expect(named).toBe(readFileSync(exported, 'utf8'));
  });
});

describe('the programs', () => {
  it.each([
    [['lge-stack'], 0, 'Usage: npx lge-stack COMMAND'],
    [['lge-stack', 'sync', '--help'], 0, 'Usage: npx lge-stack sync'],
    [['lge-stack', 'snyc'], 2, 'Did you mean sync?'],
    [['create-lge-stack', '--help'], 0, 'Usage: npx create-lge-stack [FOLDER]'],
    [['create-lge-stack', 'sync'], 0, 'Nothing has changed.'],
    [['lge-stack', 'sync'], 0, 'Nothing has changed.'],
  ])('npx %j in a project', async (command, code, message) => {
    const ran = await attempt(['npx', ...command], { cwd: shop });
    expect({ code: ran.code, said: ran.stdout + ran.stderr }).toEqual({
      code,
      said: expect.stringContaining(message) as string,
    });
  });

  it('end well when nobody reads on', async () => {
    const { code, stderr } = await attempt(['bash', '-c', 'set -o pipefail; npx lge-stack --help | true'], {
      cwd: shop,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('tell the code by which sync failed, where npx projen ends with 1', async () => {
    const file = join(shop, 'lge.stack.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"name": "shop"', '"name": "9shop"'));
    for (const [command, code] of [
      [['npx', 'lge-stack', 'sync'], 2],
      [['npx', 'projen'], 1],
    ] as const)
      expect(await attempt(command, { cwd: shop })).toMatchObject({ code });
    writeFileSync(file, text);
  });
});
