import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { loadText } from '../../src/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-cli-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

class Capture extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  const code = await main(args, {
    cwd: () => folder,
    env: {},
    stdin: Readable.from([Buffer.from(input)]),
    stdout,
    stderr,
  });
  return { code, out: stdout.text, err: stderr.text };
}

const quiet = ['--no-install', '--no-lock', '--no-git'];
const options = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'shop/lge.stack.json'), 'utf8')) as Record<string, unknown>;

describe('what is wrong is said, all of it, and nothing is written', () => {
  it.each([
    ['a flag that there is not', ['shop', '--yess'], 'There is no flag --yess. Did you mean --yes?'],
    ['two mistakes at once', ['shop', '--nope', '--preset'], '--preset wants a value: --preset NAME.'],
    ['a switch with a value', ['shop', '--yes=no'], '--yes takes no value.'],
    ['a word too many', ['shop', 'port', '--yes'], '"port" is one word too many.'],
    ['an assignment without a value', ['shop', '--set', 'tls'], '--set tls: write KEY=VALUE'],
    ['nobody to ask', ['shop'], 'Nobody is here to ask. Say --yes'],
    ['no folder', ['--yes'], 'In which folder?'],
    ['a file that is not there', ['shop', '--config', 'none.json'], '--config none.json: ENOENT'],
    [
      'an option that there is not',
      ['shop', '--set', 'tsl=true'],
      'tsl: There is no such option.\n  Did you mean "tls"?',
    ],
    [
      'a service that there is not',
      ['shop', '--services', 'backend,redsi'],
      'services.redsi: There is no such option.\n  Did you mean "redis"?',
    ],
    ['a service without what it needs', ['shop', '--services', 'backend,celery-worker'], 'celery-worker needs redis'],
    ['a name that cannot be one', ['9shop', '--yes'], 'name: "9shop" is not valid here.'],
  ])('%s', async (_, args, message) => {
    const { code, err } = await run([...args, ...quiet]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a new project', () => {
  it('is written with its options, which load again', async () => {
    const { code, out } = await run(['shop', '--yes', ...quiet]);
    expect(code).toBe(0);
    expect(out).toContain('files in shop');
    expect(out).toContain('(cd shop-backend && uv lock)');
    expect(options()).toMatchObject({
      name: 'shop',
      preset: 'hardened',
      services: { frontend: { port: 80, devPort: 80 }, backend: { replicas: 2 } },
    });
    const { stack, diagnostics } = loadText(readFileSync(join(folder, 'shop/lge.stack.json'), 'utf8'));
    expect({ stack: stack?.name, diagnostics }).toEqual({ stack: 'shop', diagnostics: [] });
  });

  it.each([
    [
      'a service that is not named',
      ['--services', 'backend'],
      { services: { frontend: false, postgres: false, 'backend-debug': { debugPort: 5678 } } },
    ],
    [
      'any option',
      ['--set', 'tls=true', '--set', 'services.frontend.port=8080'],
      { tls: true, services: { frontend: { port: 8080 } } },
    ],
    ['text that is no JSON', ['--set', 'title=The Shop'], { title: 'The Shop' }],
    ['a preset', ['--preset', 'plan'], { preset: 'plan' }],
  ])('is told by flags: %s', async (_, args, expected) => {
    expect((await run(['shop', '--yes', ...args, ...quiet])).code).toBe(0);
    expect(options()).toMatchObject(expected);
  });

  it('takes its options from standard input, and flags win over them', async () => {
    const config = JSON.stringify({ name: 'shop', tls: true, locale: 'el' });
    expect((await run(['--config', '-', '--set', 'locale=de', ...quiet], config)).code).toBe(0);
    expect(options()).toMatchObject({ tls: true, locale: 'de' });
  });

  it('is only told of with --dry-run', async () => {
    const { code, out } = await run(['shop', '--yes', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('+ docker-compose.prod.yml');
    expect(existsSync(join(folder, 'shop'))).toBe(false);
  });

  it('depends on the tarball that --self names', async () => {
    writeFileSync(join(folder, 'build.tgz'), '');
    await run(['shop', '--yes', '--self', 'build.tgz', ...quiet]);
    expect(readFileSync(join(folder, 'shop/package.json'), 'utf8')).toContain(
      `"create-lge-stack": "file:${join(folder, 'build.tgz')}"`,
    );
  });

  it('leaves a folder that has such a file as it is, and names the file', async () => {
    writeFileSync(join(folder, 'docker-compose.yml'), 'mine\n');
    const { code, err } = await run(['.', '--yes', '--set', 'name=shop', ...quiet]);
    expect(code).toBe(5);
    expect(err).toContain('docker-compose.yml: It was there before');
    expect(readdirSync(folder)).toEqual(['docker-compose.yml']);
  });
});
