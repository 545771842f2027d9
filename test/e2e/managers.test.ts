// The front end by pnpm and by Yarn, from the packed package: its lock file, its images, and what they refuse. npm, uv
// and Poetry are what the other topics build with.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFiles, makeLock, type LockFile } from '../../src/cli/lock.js';
import { loadOptions } from '../../src/index.js';
import { ask } from './support/http.js';
import { createProject, packPackage, type Created, type Package } from './support/package.js';
import { freePort } from './support/project.js';
import { attempt, eventually, run, type Ran } from './support/shell.js';
import { watch, type Watch } from './support/watch.js';

const MANAGERS = [
  { manager: 'pnpm', lock: 'pnpm-lock.yaml', refusal: /ERR_PNPM_OUTDATED_LOCKFILE/ },
  { manager: 'yarn', lock: 'yarn.lock', refusal: /YN0028: .*The lockfile would have been modified by this install/ },
] as const;

let source: Package;

beforeAll(async () => {
  source = await packPackage();
});

afterAll(() => source.remove());

describe.each(MANAGERS)('the front end, installed by $manager', ({ manager, lock, refusal }) => {
  const name = `e2e-${manager}`;
  const folder = `${name}-frontend`;
  const manifest = `${folder}/package.json`;
  let shop: Created;
  let port: number;
  let devPort: number;
  let file: LockFile;

  beforeAll(async () => {
    [port, devPort] = [await freePort(), await freePort()];
    const ports = [`services.frontend.port=${port}`, `services.frontend.devPort=${devPort}`];
    const settings = [...ports, `node.packageManager=${manager}`];
    shop = await createProject(source, name, settings, '--services', 'frontend', '--no-install');
    [file] = lockFiles(loadOptions(JSON.parse(shop.read('lge.stack.json'))).stack!) as [LockFile];
  });

  afterAll(() => shop.remove());

  const text = async (at: number, path: string): Promise<string> =>
    (await ask(`http://127.0.0.1:${at}`, path)).body.toString();
  const addPackage = (): void =>
    shop.edit(manifest, (json) => json.replace('"dependencies": {', '"dependencies": {\n    "clsx": "^2.1.0",'));

  it('has a lock file from the start, made by the tool of this machine', () => {
    expect(shop.printed).toMatch(new RegExp(`^✓ ${folder}/${lock} ${manager}, `, 'm'));
    expect(shop.read(`${folder}/${lock}`)).toContain('react-dom');
  });

  it('has the same one from a container, where only Docker is installed', async () => {
    const before = shop.read(`${folder}/${lock}`);
    rmSync(join(shop.dir, folder, lock));
    const bin = mkdtempSync(join(tmpdir(), 'lge-e2e-bin-'));
    symlinkSync((await run(['which', 'docker'])).trim(), join(bin, 'docker'));
    expect(await makeLock(file, shop.dir, { ...process.env, PATH: bin })).toEqual({ ok: true, said: 'docker' });
    rmSync(bin, { recursive: true });
    expect(shop.read(`${folder}/${lock}`)).toBe(before);
  });

  it('leaves nothing in Git but what somebody wrote, and the lock file', async () => {
    const all = (await run(['git', 'ls-files', '--others', '--exclude-standard', folder], { cwd: shop.dir })).split(
      '\n',
    );
    expect(all).toContain(`${folder}/${lock}`);
    expect(all.filter((path) => /node_modules|\.yarn\/|\.pnpm-store/.test(path))).toEqual([]);
  });

  it('is built for production, and serves the page and what it loads', async () => {
    expect(await shop.script('init-env.sh', ['production'])).toMatchObject({ code: 0 });
    await shop.compose('production', ['build'], { timeout: 600 });
    await shop.compose('production', ['up', '--detach', '--wait', '--wait-timeout', '60']);
    const page = await text(port, '/');
    expect(page).toContain('<div id="root">');
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(page)!;
    expect(await text(port, script!)).toContain('The front end is up.');
    await shop.compose('production', ['down', '--timeout', '3']);
  });

  describe('a package that is not in the lock file', () => {
    let before: string;

    beforeAll(() => {
      before = shop.read(manifest);
      addPackage();
    });

    afterAll(() => shop.write(manifest, before));

    it.each(['Dockerfile', 'Dockerfile.dev'])('is not installed by %s: the build ends, and says why', async (which) => {
      const build = ['docker', 'buildx', 'build', '--progress', 'plain', '--file', which, '.'];
      const { code, stderr } = await attempt(build, { cwd: join(shop.dir, folder), timeout: 600 });
      expect(code).not.toBe(0);
      expect(stderr).toMatch(refusal);
    });
  });

  describe('in development', () => {
    let watching: Watch | undefined;

    beforeAll(() =>
      shop.compose('development', ['up', '--build', '--detach', '--wait', '--quiet-build'], { timeout: 600 }),
    );

    afterAll(async () => {
      await watching?.stop();
      await shop.compose('development', ['down', '--timeout', '3']);
    });

    it('a change of a component is served', async () => {
      expect(await text(devPort, '/')).toContain('<div id="root">');
      shop.edit(`${folder}/src/App.tsx`, (code) => code.replace('The front end is up.', 'A change is up.'));
      await eventually(
        20,
        () => text(devPort, '/src/App.tsx'),
        (code) => code.includes('A change is up.'),
      );
    });

    it('its own tests and its type check pass there', async () => {
      for (const script of ['test', 'typecheck'])
        expect(
          await shop.attemptCompose('development', ['exec', '-T', 'frontend', manager, 'run', script]),
        ).toMatchObject({
          code: 0,
        });
    });

    it('a new package is built into the image, and the component that needs it is served', async () => {
      watching = await watch(shop);
      addPackage();
      expect(await makeLock(file, shop.dir)).toEqual({ ok: true, said: manager });
      const found = (): Promise<Ran> =>
        shop.attemptCompose('development', ['exec', '-T', 'frontend', 'node', '-e', 'import("clsx")']);
      await eventually(120, found, ({ code }) => code === 0);
      shop.edit(
        `${folder}/src/App.tsx`,
        (code) => `import { clsx } from "clsx";\n${code}\nexport const used = clsx("a");\n`,
      );
      const served = await eventually(
        30,
        () => text(devPort, '/src/App.tsx'),
        (code) => /from "\/node_modules\/\S*clsx\S*"/.test(code),
      );
      const [, path] = /from "(\/node_modules\/\S*clsx\S*)"/.exec(served)!;
      expect((await ask(`http://127.0.0.1:${devPort}`, path!)).status).toBe(200);
    });
  });
});
