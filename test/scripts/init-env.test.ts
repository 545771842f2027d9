// scripts/init-env.sh of a generated project, run by `sh` in a folder.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFiles } from '../support/disk.js';
import { goldenCase } from '../support/golden.js';
import { rendering } from '../support/rendering.js';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** Who is not root, for whom no mode of a file counts: nobody. */
const OTHER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

interface Folder {
  readonly dir: string;
  readonly run: (...args: readonly string[]) => Ran;
  readonly env: () => string;
  readonly value: (name: string) => string | undefined;
}

function initEnv(cwd: string, args: readonly string[], user: typeof OTHER): Ran {
  const { status, stdout, stderr } = spawnSync('sh', ['scripts/init-env.sh', ...args], {
    cwd,
    encoding: 'utf8',
    ...user,
  });
  return { code: status, said: stdout + stderr };
}

/** A project's .env.example and scripts, with an .env where `env` is given. */
function folder(env?: string, options: object = {}): Folder {
  const dir = mkdtempSync(join(tmpdir(), 'init env-'));
  made.push(dir);
  const { files } = rendering({ name: 'shop', ...options });
  writeFiles(
    dir,
    files.filter(({ path }) => path === '.env.example' || path.startsWith('scripts/')),
  );
  if (env !== undefined) writeFileSync(join(dir, '.env'), env, 'latin1');
  const read = (): string => readFileSync(join(dir, '.env'), 'latin1');
  return {
    dir,
    run: (...args) => initEnv(dir, args, undefined),
    env: read,
    value: (name) => parseEnv(read())[name],
  };
}

const SECRETS = ['SECRET_KEY', 'JWT_SECRET_KEY', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD'];
const SECRET = 'ab'.repeat(32);
/** All that production needs, and nothing to complain of. */
const COMPLETE = [
  'ENVIRONMENT=production',
  'IMAGE_TAG=1.2.3',
  `SECRET_KEY='${SECRET}'`,
  `JWT_SECRET_KEY=${SECRET.toUpperCase()}`,
  'POSTGRES_USER=shop',
  'POSTGRES_PASSWORD="with \\"quotes\\" and # none"',
  'POSTGRES_DB=shop',
  "REDIS_PASSWORD='p@ss w/o:rd#1$x'",
  '',
].join('\n');
const lines = (text: string): readonly string[] => text.split('\n');
const complete = (change: (text: string) => string): Folder => folder(change(COMPLETE));

describe('without an .env', () => {
  it.each([[[]], [['development']], [['production']]] as const)('%j makes one from .env.example', (args) => {
    const it = folder();
    expect(it.run(...args)).toMatchObject({ code: 0, said: expect.stringContaining('Secrets made:') as string });
    const [mode = 'development'] = args;
    expect(it.value('ENVIRONMENT')).toBe(mode);
    const secrets = SECRETS.map(it.value);
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(secrets).size).toBe(SECRETS.length);
    // Comments and order as in the example; a secret, and what it is for, is all that differs.
    const blank = (text: string): string =>
      text.replaceAll(/^(\w+)='[0-9a-f]{64}'$/gm, '$1=').replace(/^ENVIRONMENT=.*$/m, '');
    expect(blank(it.env())).toBe(blank(readFileSync(join(it.dir, '.env.example'), 'latin1')));
  });

  it('is readable by its owner alone, whatever the umask, and leaves nothing beside it', () => {
    const it = folder();
    it.run('production');
    expect(statSync(join(it.dir, '.env')).mode & 0o777).toBe(0o600);
    expect(readdirSync(it.dir).toSorted()).toEqual(['.env', '.env.example', 'scripts']);
  });

  it('reads an .env.example with the line ends of Windows, and keeps them', () => {
    const it = folder();
    const example = join(it.dir, '.env.example');
    writeFileSync(example, readFileSync(example, 'utf8').replaceAll('\n', '\r\n'));
    expect(it.run('production').code).toBe(0);
    expect(lines(it.env()).filter((line) => line !== '' && !/[^\r]\r$|^\r$/.test(line))).toEqual([]);
    expect(it.env()).toMatch(/^SECRET_KEY='[0-9a-f]{64}'\r$/m);
  });
});

describe('with an .env', () => {
  it.each([
    ['that is complete', COMPLETE],
    ['without a line end at its end', COMPLETE.trimEnd()],
    ['of Windows', COMPLETE.replaceAll('\n', '\r\n')],
    ['with a mark of its encoding', `\u00EF\u00BB\u00BF${COMPLETE}`],
    [
      'with lines of its own',
      `# mine \u00E9\nexport OTHER=1\n\n  SPACED = x y \nMULTI="a\nSECRET_KEY=\nb"\n${COMPLETE}`,
    ],
    ['whose last of two lines counts', `SECRET_KEY=${'0'.repeat(32)}\n${COMPLETE}`],
    [
      'with comments behind values',
      COMPLETE.replace('IMAGE_TAG=1.2.3', 'IMAGE_TAG=1.2.3 # of the day').replace(`'${SECRET}'`, `'${SECRET}' # made`),
    ],
  ])('%s, changes nothing', (_, env) => {
    const it = folder(env);
    // Only what production has no value for is missing.
    const rest = it.run('production');
    expect(rest).toEqual({ code: 0, said: '.env is complete for production: nothing changed.\n' });
    expect(it.env()).toBe(env);
    expect(statSync(join(it.dir, '.env')).mode & 0o777).toBe(0o600);
  });

  it('changes nothing when run twice, whatever the first run did', () => {
    for (const mode of ['development', 'production'])
      for (const it of [folder(), folder(''), folder('POSTGRES_DB=goods'), complete((text) => text)]) {
        it.run(mode);
        const once = it.env();
        expect(it.run(mode).said).toMatch(/^\.env is complete for/);
        expect(it.env()).toBe(once);
      }
  });

  it.each([
    ['', '\n'],
    ['\r', '\r\n'],
  ])('adds what is missing below what is there, with its comment and the line ends of the file: %j', (end, eol) => {
    const it = folder(`POSTGRES_DB=goods${end}\n# last${end}`);
    expect(it.run('production')).toMatchObject({
      code: 0,
      said: expect.stringContaining('Added: ENVIRONMENT') as string,
    });
    expect(it.env().startsWith(`POSTGRES_DB=goods${eol}# last${eol}`)).toBe(true);
    expect(it.env().match(/^POSTGRES_DB=/gm)).toHaveLength(1);
    expect(it.env()).toContain(
      ['', '# Version of the images that production runs; a rollout changes it.', 'IMAGE_TAG=0.1.0', ''].join(eol),
    );
    expect(lines(it.env()).filter((line) => line !== '' && line.endsWith('\r') !== (end === '\r'))).toEqual([]);
    for (const name of SECRETS) expect(it.value(name)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['SECRET_KEY='],
    ["SECRET_KEY=''"],
    ['SECRET_KEY=""'],
    ['SECRET_KEY= # to be filled in'],
    ['  SECRET_KEY='],
    ['export SECRET_KEY='],
    ['SECRET_KEY=\r'],
  ])('makes a secret that is empty, in its place: %j', (line) => {
    const it = complete((text) => text.replace(`SECRET_KEY='${SECRET}'`, line));
    expect(it.run('production')).toEqual({ code: 0, said: '.env written for production.\nSecrets made: SECRET_KEY\n' });
    const [start] = /^\W*(export )?/.exec(line)!;
    const end = line.endsWith('\r') ? '\r' : '';
    expect(lines(it.env())[2]).toMatch(new RegExp(`^${start}SECRET_KEY='[0-9a-f]{64}'${end}$`));
    expect(it.env().replace(lines(it.env())[2]!, '')).toBe(COMPLETE.replace(`SECRET_KEY='${SECRET}'`, ''));
  });

  it.each([[['development']], [['production']], [[]]] as const)('%j after development keeps every value', (args) => {
    const it = folder();
    it.run('development');
    const before = it.env();
    expect(it.run(...args).code).toBe(0);
    const [mode = 'development'] = args;
    expect(it.env()).toBe(before.replace('ENVIRONMENT=development', `ENVIRONMENT=${mode}`));
  });
});

describe('what is not fit for production', () => {
  const TODO = '.env is complete for production: nothing changed.\nStill to do in .env:\n';
  const NOT_READY = 'init-env: not ready for production: edit .env, then run this again\n';

  it.each([
    ['POSTGRES_USER=', 'POSTGRES_USER is empty'],
    ['POSTGRES_DB=change-me', 'POSTGRES_DB still holds a placeholder'],
    ['POSTGRES_DB=<name>', 'POSTGRES_DB still holds a placeholder'],
    ['IMAGE_TAG=todo', 'IMAGE_TAG still holds a placeholder'],
    ['SECRET_KEY=changethispasswordtosomething0123456', 'SECRET_KEY still holds a placeholder'],
    ["SECRET_KEY='your_secret_key_of_32_characters_at_least'", 'SECRET_KEY still holds a placeholder'],
    [
      'SECRET_KEY=development-secret-key-that-production-refuses',
      'SECRET_KEY is the default for development: choose another',
    ],
    [
      'POSTGRES_PASSWORD="development-database-password"',
      'POSTGRES_PASSWORD is the default for development: choose another',
    ],
    ['JWT_SECRET_KEY=0123456789abcdef', 'JWT_SECRET_KEY is shorter than 32 characters'],
    [
      'POSTGRES_PASSWORD=abc$def',
      'POSTGRES_PASSWORD holds a $: put the value in single quotes, or Compose replaces that part',
    ],
    ['CORS_ORIGINS=https://shop.example.com', 'CORS_ORIGINS still holds a placeholder'],
  ])('%s is named, and its value is not', (line, problem) => {
    const name = line.slice(0, line.indexOf('='));
    const env = `${COMPLETE.replace(new RegExp(`^${name}=.*\n`, 'm'), '')}${line}\n`;
    const it = folder(env);
    expect(it.run('production')).toEqual({ code: 3, said: `${TODO}  ${problem}\n${NOT_READY}` });
    expect(it.env()).toBe(env);
  });

  it('is all said at once, and does not stop development', () => {
    const it = complete((text) => text.replace('shop', 'change-me').replace(/IMAGE_TAG=.*/, 'IMAGE_TAG=x'));
    expect(it.run('production').said).toMatch(/IMAGE_TAG still.*\n.*POSTGRES_USER still/);
    expect(it.run('development')).toMatchObject({ code: 0, said: expect.stringContaining('Still to do') as string });
  });

  it.each(['todo', 'x', 'your-shop', 'change-me', 'placeholder', 'exchange-measure'])(
    'is not the database of a project that is called %s',
    (name) => {
      expect(folder(undefined, { name }).run('production')).toMatchObject({ code: 0 });
    },
  );

  it.each(['https://counterexample.com', 'https://exchange-medium.test', 'https://todos.test,https://your-shop.test'])(
    'is not an address in which such a word is part of another one: %s',
    (origin) => {
      expect(folder(`${COMPLETE}CORS_ORIGINS=${origin}\n`).run('production')).toMatchObject({ code: 0 });
    },
  );
});

describe("the application's own secrets", () => {
  const variables = { SESSION_KEY: { secret: true }, SMTP_PASSWORD: { secret: true, generate: false } };

  it('are made, but for those that somebody else gives out', () => {
    const it = folder(undefined, { variables });
    const { code, said } = it.run('production');
    expect([code, it.value('SMTP_PASSWORD')]).toEqual([3, '']);
    expect(it.value('SESSION_KEY')).toMatch(/^[0-9a-f]{64}$/);
    expect(said).toContain('SMTP_PASSWORD is empty');
  });

  it.each([
    ['development-smtp-password', 'is the default for development'],
    ['change-me-please', 'still holds a placeholder'],
    ['"a$b"', 'holds a $'],
  ])('are looked at like ours: %s', (value, said) => {
    const it = folder(`${COMPLETE}SESSION_KEY=${SECRET}\nSMTP_PASSWORD=${value}\n`, { variables });
    expect(it.run('production').said).toContain(`SMTP_PASSWORD ${said}`);
  });
});

describe('what it refuses', () => {
  it('an argument that it does not know, or two', () => {
    const it = folder();
    expect(it.run('staging')).toEqual({
      code: 2,
      said: "init-env: unknown argument 'staging': say development or production, or --help\n",
    });
    expect(it.run('production', 'now').code).toBe(2);
    expect(it.run('--help')).toMatchObject({ code: 0, said: expect.stringMatching(/^Usage: /) as string });
    expect(existsSync(join(it.dir, '.env'))).toBe(false);
  });

  it.each([
    ['a link', '.env is a symbolic link', (path: string) => symlinkSync('.env.example', path)],
    ['a folder', '.env is no file', (path: string) => mkdirSync(path)],
  ])('an .env that is %s', (_, message, make) => {
    const it = folder();
    make(join(it.dir, '.env'));
    const { code, said } = it.run('production');
    expect([code, said]).toEqual([1, expect.stringContaining(`init-env: ${message}`) as string]);
    expect(readdirSync(it.dir).toSorted()).toEqual(['.env', '.env.example', 'scripts']);
  });

  it('a folder into which it may not write, and keeps the file', () => {
    const it = complete((text) => text.replace(SECRET, ''));
    const before = it.env();
    if (OTHER) for (const path of [it.dir, join(it.dir, '.env')]) chownSync(path, OTHER.uid, OTHER.gid);
    chmodSync(it.dir, 0o500);
    const { code, said } = initEnv(it.dir, ['production'], OTHER);
    chmodSync(it.dir, 0o700);
    expect([code, said]).toEqual([1, expect.stringContaining('init-env: could not write .env') as string]);
    expect(it.env()).toBe(before);
  });

  it('nothing of the folder that it is in', () => {
    const dir = mkdtempSync(join(tmpdir(), 'init env-'));
    made.push(dir);
    const { files } = goldenCase('names').rendering;
    writeFiles(
      dir,
      files.filter(({ path }) => path === '.env.example' || path.startsWith('deploy/bin/')),
    );
    const run = (...args: readonly string[]) => spawnSync('sh', [...args], { cwd: tmpdir(), encoding: 'utf8' });
    expect(run(join(dir, 'deploy/bin/init-env.sh'), 'production').status).toBe(0);
    expect(parseEnv(readFileSync(join(dir, '.env'), 'utf8')).ENVIRONMENT).toBe('production');
    expect(readdirSync(dir).toSorted()).toEqual(['.env', '.env.example', 'deploy']);
    for (const name of readdirSync(join(dir, 'deploy/bin')).filter((one) => one.endsWith('.sh'))) {
      const { status, stdout } = run(join(dir, 'deploy/bin', name), '--help');
      expect([status, stdout]).toEqual([0, expect.stringContaining(`Usage: deploy/bin/${name}`)]);
    }
  });

  it('nothing of where it is called from', () => {
    const { dir, value } = folder();
    // Where `cd` looks first, and finds a folder scripts/ as well.
    const elsewhere = folder().dir;
    const { status } = spawnSync('sh', ['scripts/init-env.sh', 'production'], {
      cwd: dir,
      env: { ...process.env, CDPATH: elsewhere, LANG: 'tr_TR.UTF-8' },
    });
    expect(status).toBe(0);
    expect(value('ENVIRONMENT')).toBe('production');
  });
});
