import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from './create.js';
import { buildPackage, linkPackages } from './package.js';
import { changed, npxProjen, runTask, snapshot } from './project.js';

const base = mkdtempSync(join(tmpdir(), 'lge-project-'));
const pristine = join(base, 'pristine');
let count = 0;
let dir = '';

beforeAll(async () => {
  await buildPackage(join(base, 'package'));
  createProject(pristine, '{\n  "name": "shop"\n}\n');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

// A name that sorts and nests like a real one: a project in a folder of a larger repository.
beforeEach(() => {
  count += 1;
  dir = join(base, `repository-${count}`, 'services', 'shop');
  mkdirSync(join(dir, '..'), { recursive: true });
  cpSync(pristine, dir, { recursive: true, preserveTimestamps: true });
  linkPackages(dir, join(base, 'package'));
});

const at = (path: string): string => join(dir, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const options = (value: object): void =>
  writeFileSync(at('lge.stack.json'), JSON.stringify({ name: 'shop', ...value }));

function projenrc(body: string, head = '', argument = ''): void {
  writeFileSync(
    at('.projenrc.ts'),
    `import { LgeStack } from 'create-lge-stack/projen';\n${head}\nconst project = new LgeStack(${argument});\n${body}\nproject.synth();\n`,
  );
}

describe('npx projen', () => {
  it('changes no byte and no time after create, nor on a second run', () => {
    const before = snapshot(dir);
    // The first run looks at everything, the second one knows that it need not.
    for (const run of [1, 2]) {
      const { code, output } = npxProjen(dir);
      const lines = output.split('\n').filter((line) => line !== '' && !line.includes('default | node'));
      expect({ run, code, lines }).toEqual({ run, code: 0, lines: ['Nothing has changed.'] });
      expect(snapshot(dir)).toEqual(before);
    }
  });

  // projen keeps the code of its task to itself, as `lge-stack sync --help` says.
  it.each([
    ['a mistake in the options', 2, 'services.frontend.port', () => options({ services: { frontend: { port: 'x' } } })],
    [
      'a folder in place of a file',
      5,
      'docker-compose.prod.yml',
      () => {
        rmSync(at('docker-compose.prod.yml'));
        mkdirSync(at('docker-compose.prod.yml'));
      },
    ],
  ])('says %s and ends with 1, where sync ends with %i; nothing is written', (_what, exact, message, meddle) => {
    meddle();
    const before = snapshot(dir);
    for (const [run, code] of [[npxProjen, 1] as const, [runTask, exact] as const])
      expect(run(dir)).toEqual({ code, output: expect.stringContaining(message) as string });
    expect(snapshot(dir)).toEqual(before);
  });
});

describe('a change of the options', () => {
  it('may be explained: comments and trailing commas stay, and change nothing else', () => {
    const text = '{\n  // As Compose takes it.\n  "name": "shop",\n}\n';
    const before = snapshot(dir);
    writeFileSync(at('lge.stack.json'), text);
    projenrc('', '', '{ options: {} }');
    expect(runTask(dir)).toEqual({ code: 0, output: 'Nothing has changed.\n' });
    writeFileSync(at('.projenrc.ts'), readFileSync(join(pristine, '.projenrc.ts')));
    expect(runTask(dir)).toEqual({ code: 0, output: 'Nothing has changed.\n' });
    expect(changed(before, snapshot(dir)).filter((path) => path !== '.projenrc.ts')).toEqual(['lge.stack.json']);
    expect(read('lge.stack.json')).toBe(text);
  });

  it('rewrites what depends on it and nothing else', () => {
    const before = snapshot(dir);
    options({ services: { frontend: { port: 8088 } } });
    const { code, output } = runTask(dir);
    const paths = changed(before, snapshot(dir)).filter((path) => path !== 'lge.stack.json');
    expect(code).toBe(0);
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => line.slice(2)),
    ).toEqual(paths);
    expect(paths).toContain('docker-compose.prod.yml');
    expect(paths.filter((path) => path.startsWith('shop-backend/src/'))).toEqual([]);
    expect(runTask(dir).output).toBe('Nothing has changed.\n');
  });

  it('removes the files of a service that is left out, and writes them again', () => {
    const before = snapshot(dir);
    options({ services: { 'celery-beat': false, 'celery-worker': false, redis: false } });
    expect(runTask(dir).code).toBe(0);
    options({});
    expect(runTask(dir).code).toBe(0);
    const contents = (files: ReadonlyMap<string, string>): readonly string[] =>
      [...files.keys()].filter((path) => !path.startsWith('.lge/'));
    expect(contents(snapshot(dir))).toEqual(contents(before));
  });

  it('keeps what the user edited', () => {
    appendFileSync(at('scripts/backup.sh'), '# mine\n');
    options({ services: { frontend: { port: 8088 } } });
    expect(runTask(dir).code).toBe(0);
    expect(read('scripts/backup.sh')).toContain('# mine\n');
  });

  it('that touches a file which the user edited elsewhere is merged into it', () => {
    appendFileSync(at('docker-compose.prod.yml'), '# mine\n');
    options({ services: { frontend: { port: 8088 } } });
    const { code, output } = runTask(dir);
    expect([code, output]).toEqual([0, expect.stringContaining('~ docker-compose.prod.yml with your changes')]);
    const text = readFileSync(at('docker-compose.prod.yml'), 'utf8');
    expect([text.endsWith('# mine\n'), text.includes('published: "8088"')]).toEqual([true, true]);
    expect(runTask(dir)).toEqual({ code: 0, output: expect.stringContaining('Nothing has changed') as string });
  });

  it('that touches the very line that the user edited waits for a decision: exit 3, and the rest is written', () => {
    const mine = readFileSync(at('docker-compose.prod.yml'), 'utf8').replace(/published: "\d+"/, 'published: "9999"');
    writeFileSync(at('docker-compose.prod.yml'), mine);
    options({ services: { frontend: { port: 8088 } } });
    const { code, output } = runTask(dir);
    expect([code, output]).toEqual([
      3,
      expect.stringContaining('docker-compose.prod.yml: you and the template changed'),
    ]);
    expect(readFileSync(at('docker-compose.prod.yml'), 'utf8')).toBe(mine);
    const aside = readFileSync(at('.lge/conflicts/docker-compose.prod.yml'), 'utf8');
    expect(aside).toMatch(/^<{7} yours\n.*9999.*\n^\|{7} base .*\n.*\n^={7}\n.*8088.*\n^>{7} template /m);
    expect(readFileSync(at('docs/docker-architecture.md'), 'utf8')).toContain('8088');
    expect(runTask(dir).code).toBe(3);
  });

  it('with mistakes in it: each is said, exit 2, nothing is written', () => {
    options({ services: { frontend: { port: 'x' }, redsi: false }, preset: 'none' });
    const before = snapshot(dir);
    const { code, output } = runTask(dir);
    expect(code).toBe(2);
    for (const place of ['services.frontend.port', 'services.redsi', 'preset'])
      expect(output).toContain(`✗ ${place}: `);
    expect(snapshot(dir)).toEqual(before);
  });

  it.each([
    ['lge.stack.json', 'There is no lge.stack.json'],
    ['.projenrc.ts', 'There is no .projenrc.ts'],
  ])('without %s: exit 2', (path, message) => {
    rmSync(at(path));
    const before = snapshot(dir);
    expect(runTask(dir)).toEqual({ code: 2, output: expect.stringContaining(message) as string });
    expect(snapshot(dir)).toEqual(before);
  });
});

describe('traps of projen', () => {
  const marker = `# ~~ Generated by ${'projen'}. To modify, edit .projenrc.js and run "npx projen".\n`;

  it('files with its marker are not deleted where there is no manifest', () => {
    writeFileSync(at('notes.md'), marker);
    appendFileSync(at('README.txt'), marker);
    projenrc('');
    const before = snapshot(dir);
    expect(runTask(dir).code).toBe(0);
    expect(changed(before, snapshot(dir))).toEqual([]);
  });

  it('files that its manifest names from before are not deleted either', () => {
    const files = ['.gitignore', '.gitattributes', 'package.json', 'docker-compose.yml', 'old.txt'];
    writeFileSync(at('old.txt'), marker);
    writeFileSync(at('.projen/files.json'), JSON.stringify({ files }));
    const before = snapshot(dir);
    expect(runTask(dir).code).toBe(0);
    expect(changed(before, snapshot(dir))).toEqual(['.projen/files.json', 'old.txt']);
    expect(existsSync(at('old.txt'))).toBe(false);
  });

  it.each([
    ['NODE_ENV=test', { NODE_ENV: 'test', TMPDIR: join(base, 'empty') }],
    ['CI=true', { CI: 'true' }],
  ])('%s changes nothing', (_what, env) => {
    mkdirSync(join(base, 'empty'), { recursive: true });
    options({ services: { frontend: { port: 8088 } } });
    expect(runTask(dir, env).code).toBe(0);
    expect(read('docker-compose.prod.yml')).toContain('8088');
    expect(readdirSync(join(base, 'empty'))).toEqual([]);
    expect(runTask(dir).output).toBe('Nothing has changed.\n');
  });

  it('in a larger repository, nothing outside the project changes', () => {
    const repository = join(dir, '../..');
    mkdirSync(join(repository, '.git'));
    mkdirSync(join(repository, '.projen'));
    writeFileSync(join(repository, '.projen/tasks.json'), '{"tasks":{}}');
    writeFileSync(join(repository, 'marked.txt'), marker);
    const before = snapshot(repository);
    options({ services: { frontend: { port: 8088 } } });
    expect(npxProjen(at('scripts')).code).toBe(0);
    const outside = changed(before, snapshot(repository)).filter((path) => !path.startsWith('services/shop/'));
    expect(outside).toEqual([]);
    expect(read('docker-compose.prod.yml')).toContain('8088');
  });
});

describe('code in .projenrc.ts', () => {
  it('adds components and tasks, and a second run, also as root, changes no time', () => {
    mkdirSync(at('rc'));
    writeFileSync(at('rc/helper.ts'), 'export enum Greeting { Hello = "hello" }\n');
    projenrc(
      "new TextFile(project, 'hello.txt', { lines: [Greeting.Hello] });\nproject.addTask('lint', { exec: 'ruff check' });\nproject.testTask.exec('pytest');",
      "import { TextFile } from 'projen/lib/textfile.js';\nimport { Greeting } from './rc/helper';",
    );
    expect(runTask(dir)).toEqual({ code: 0, output: '+ .projen/files.json\n~ .projen/tasks.json\n+ hello.txt\n' });
    expect(read('hello.txt')).toBe('hello');
    const { tasks } = JSON.parse(read('.projen/tasks.json')) as { tasks: object };
    expect(Object.keys(tasks)).toEqual([
      'build',
      'compile',
      'default',
      'lint',
      'package',
      'post-compile',
      'pre-compile',
      'test',
    ]);
    const before = snapshot(dir);
    expect(runTask(dir)).toEqual({ code: 0, output: 'Nothing has changed.\n' });
    expect(snapshot(dir)).toEqual(before);

    projenrc('');
    expect(runTask(dir)).toEqual({ code: 0, output: '- .projen/files.json\n~ .projen/tasks.json\n- hello.txt\n' });
    expect([existsSync(at('hello.txt')), existsSync(at('.projen/files.json'))]).toEqual([false, false]);
    expect(read('.projen/tasks.json')).toBe(readFileSync(join(pristine, '.projen/tasks.json'), 'utf8'));
  });

  it.each([
    ['a file that it writes anew', "new TextFile(project, 'hello.txt', { lines: ['bye'] });", '~ hello.txt\n'],
    ['a file that it writes no more', '', '- .projen/files.json\n- hello.txt\n'],
  ])('%s is the only news', (_what, body, news) => {
    const head = "import { TextFile } from 'projen/lib/textfile.js';";
    projenrc("new TextFile(project, 'hello.txt', { lines: ['hello'] });", head);
    expect(runTask(dir).code).toBe(0);
    projenrc(body, head);
    expect(runTask(dir)).toEqual({ code: 0, output: news });
  });

  it('lays options over those of the file', () => {
    projenrc('', '', '{ options: { services: { frontend: { port: 8099 } } } }');
    expect(runTask(dir).code).toBe(0);
    expect(read('docker-compose.prod.yml')).toContain('8099');
  });

  it('brings services of its own', () => {
    const service = `const search = defineService({
      id: 'search', title: 'Search', summary: 'Search', tier: 'data', questions: {}, needs: [],
      limits: { production: { cpus: 0.1, memory: '64M' }, development: { cpus: 0.1, memory: '64M' } },
      container: () => ({ image: { pull: 'search:1' }, networks: ['data'], healthcheck: 'none' }),
    });`;
    projenrc(
      '',
      `import { catalog, defineService } from 'create-lge-stack';\n${service}`,
      '{ catalog: [...catalog, search] }',
    );
    expect(runTask(dir).output).toMatch(/^[+~] /);
    expect(read('docker-compose.prod.yml')).toContain('search:1');
  });

  it('that writes a file of the stack is refused', () => {
    projenrc("new TextFile(project, 'docker-compose.yml', { lines: ['x'] });", "import { TextFile } from 'projen';");
    const before = snapshot(dir);
    expect(runTask(dir)).toEqual({
      code: 5,
      output: expect.stringContaining('docker-compose.yml: Another component') as string,
    });
    expect(snapshot(dir)).toEqual(before);
  });

  it('that throws: exit 1, with its place', () => {
    projenrc("throw new Error('mine');");
    const before = snapshot(dir);
    expect(runTask(dir)).toEqual({
      code: 1,
      output: expect.stringMatching(/^✗ \.projenrc\.ts:4: mine\n {2}Mend it there, [^\n]*\n/m) as string,
    });
    expect(snapshot(dir)).toEqual(before);
  });
});
