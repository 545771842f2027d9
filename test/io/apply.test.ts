import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan, isIdle, StaleError } from '../../src/io/apply.js';
import { sha256 } from '../../src/io/hash.js';
import { planProject, type Plan } from '../../src/io/plan.js';
import { refusals } from '../../src/merge/change.js';
import type { RenderedFile } from '../../src/model/files.js';

let around = '';
let dir = '';
beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'lge-io-'));
  dir = join(around, 'project');
  mkdirSync(dir);
  mkdirSync(join(around, 'outside'));
});
afterEach(() => {
  rmSync(around, { recursive: true, force: true });
});

const options = { version: '1.0.0', foreign: 'refuse' } as const;
const at = (path: string): string => join(dir, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const mode = (path: string): string => (statSync(at(path)).mode & 0o777).toString(8);

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}

function merged(files: Readonly<Record<string, string>>): readonly RenderedFile[] {
  return Object.entries(files).map(([path, content]) => ({ path, content, owner: 'merged' }));
}

function sync(files: readonly RenderedFile[]): Plan {
  const plan = planProject(dir, files, options);
  applyPlan(plan);
  return plan;
}

/** Everything below the project, with content, mode and time. */
function snapshot(): readonly string[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) return path;
      const { mode: bits, mtimeMs, ino } = statSync(path);
      return [path, bits, mtimeMs, ino, readFileSync(path, 'latin1')].join(' ');
    })
    .sort();
}

const paths = (): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !path.startsWith('.lge/'))
    .sort();
const objects = (): readonly string[] => readdirSync(at('.lge/objects'));

describe('applying', () => {
  it('writes files, their bases and the state', () => {
    sync([
      ...merged({ 'a/b': 'b\n', c: 'c\n' }),
      { path: 'run', content: 'run\n', owner: 'managed', executable: true },
      { path: 's', content: 's\n', owner: 'seed' },
    ]);
    expect(paths()).toEqual(['a/b', 'c', 'run', 's']);
    expect([mode('run'), mode('c')]).toEqual(['755', '644']);
    // A seed is never merged, so it needs no base.
    expect(
      objects()
        .map((name) => read(`.lge/objects/${name}`))
        .sort(),
    ).toEqual(['b\n', 'c\n', 'run\n']);
    expect(JSON.parse(read('.lge/state.json'))).toMatchObject({
      files: { run: { owner: 'managed', executable: true } },
    });
  });

  it('a second run writes nothing at all', () => {
    const files = [
      ...merged({ 'a/b': 'b\n', c: 'c\n' }),
      { path: '.gitignore', content: 'x\n', owner: 'added' } as const,
    ];
    put('.gitignore', 'mine\n');
    sync(files);
    const before = snapshot();
    expect(isIdle(sync(files))).toBe(true);
    expect(snapshot()).toEqual(before);
  });

  it('touches only what changed', () => {
    sync(merged({ a: 'a\n', b: 'b\n' }));
    utimesSync(at('a'), 1, 1);
    sync(merged({ a: 'a\n', b: 'new\n' }));
    expect([read('b'), statSync(at('a')).mtimeMs]).toEqual(['new\n', 1000]);
  });

  it('removes what left the stack, its base, and the folders that are empty then', () => {
    sync(merged({ 'a/b/c': 'c\n', 'a/d/e': 'e\n', f: 'f\n' }));
    put('a/d/mine', 'mine');
    sync(merged({ f: 'f\n' }));
    expect(paths()).toEqual(['a/d/mine', 'f']);
    expect(existsSync(at('a/b'))).toBe(false);
    expect(objects()).toHaveLength(1);
  });

  it('a mode alone changes no time and no inode', () => {
    sync(merged({ a: 'a\n' }));
    const { mtimeMs, ino } = statSync(at('a'));
    sync([{ path: 'a', content: 'a\n', owner: 'merged', executable: true }]);
    expect([mode('a'), statSync(at('a')).mtimeMs, statSync(at('a')).ino]).toEqual(['755', mtimeMs, ino]);
  });

  it('keeps the mode that a file has', () => {
    sync(merged({ a: 'a\n' }));
    chmodSync(at('a'), 0o640);
    sync(merged({ a: 'b\n' }));
    expect([read('a'), mode('a')]).toEqual(['b\n', '640']);
  });

  it('leaves an edited file and its base where they are', () => {
    sync(merged({ a: 'a\n' }));
    put('a', 'mine\n');
    const before = snapshot();
    expect(isIdle(sync(merged({ a: 'a\n' })))).toBe(true);
    expect(snapshot()).toEqual(before);
  });

  it('finishes what a killed run began', () => {
    sync(merged({ a: 'a\n', b: 'b\n' }));
    put('a', 'new a\n');
    sync(merged({ a: 'new a\n', b: 'new b\n' }));
    expect([read('a'), read('b')]).toEqual(['new a\n', 'new b\n']);
    expect(objects()).toHaveLength(2);
  });

  it('brings back a base that was lost', () => {
    sync(merged({ a: 'a\n' }));
    rmSync(at('.lge/objects'), { recursive: true });
    sync(merged({ a: 'a\n' }));
    expect(objects()).toHaveLength(1);
  });

  it('writes CRLF where the file has it, and LF to the base', () => {
    sync(merged({ a: 'a\nb\n' }));
    put('a', 'a\r\nb\r\n');
    sync(merged({ a: 'a\nc\n' }));
    expect(read('a')).toBe('a\r\nc\r\n');
    expect(objects().map((name) => read(`.lge/objects/${name}`))).toEqual(['a\nc\n']);
  });

  it('leaves no temporary file behind when writing fails', () => {
    mkdirSync(at('a'));
    const plan = planProject(dir, merged({ b: 'b\n' }), options);
    mkdirSync(at('b'));
    expect(() => applyPlan(plan)).toThrow(StaleError);
    expect(readdirSync(dir).sort()).toEqual(['a', 'b']);
  });
});

describe('what changes between plan and write stops it, and nothing is written', () => {
  it.each([
    ['a file that is updated was saved', () => put('a', 'mine\n')],
    ['a file that is updated was deleted', () => rmSync(at('a'))],
    ['a file that is removed was saved', () => put('gone', 'mine\n')],
    ['a file appeared where one is created', () => put('new', 'mine\n')],
    ['a folder became a link', () => symlinkSync('../outside', at('sub'))],
  ])('%s', (_what, meddle) => {
    sync(merged({ a: 'a\n', gone: 'gone\n' }));
    const plan = planProject(dir, merged({ a: 'b\n', new: 'new\n', 'sub/c': 'c\n' }), options);
    meddle();
    const before = snapshot();
    expect(() => applyPlan(plan)).toThrow(StaleError);
    expect(snapshot()).toEqual(before);
  });
});

describe('refusals', () => {
  const wanted = merged({ ok: 'ok\n', 'sub/file': 'ours\n' });

  it.each<readonly [what: string, prepare: () => void, path: string, reason: string]>([
    ['a file that is not ours', () => put('sub/file', 'mine\n'), 'sub/file', 'not-ours'],
    ['a file that is no text', () => put('sub/file', new Uint8Array([0xff, 0xfe])), 'sub/file', 'not-ours'],
    ['a folder', () => mkdirSync(at('sub/file'), { recursive: true }), 'sub/file', 'not-a-file'],
    [
      'a link to a file',
      () => {
        put('sub/x', 'x');
        symlinkSync('x', at('sub/file'));
      },
      'sub/file',
      'not-a-file',
    ],
    [
      'a link to nothing',
      () => {
        mkdirSync(at('sub'));
        symlinkSync('nowhere', at('sub/file'));
      },
      'sub/file',
      'not-a-file',
    ],
    ['a folder that is a file', () => put('sub', 'x'), 'sub/file', 'not-a-file'],
    ['a folder that leads out of the project', () => symlinkSync('../outside', at('sub')), 'sub/file', 'outside'],
    ['a folder that leads nowhere', () => symlinkSync('nowhere', at('sub')), 'sub/file', 'not-a-file'],
    ['a state that cannot be read', () => put('.lge/state.json', '<<<<<<<'), '.lge/state.json', 'unreadable-state'],
    [
      'a state that is a link',
      () => {
        mkdirSync(at('.lge'));
        symlinkSync('../x', at('.lge/state.json'));
      },
      '.lge/state.json',
      'not-a-file',
    ],
    [
      'a folder of the state that leads out of the project',
      () => symlinkSync('../outside', at('.lge')),
      '.lge/state.json',
      'outside',
    ],
  ])('%s', (_what, prepare, path, reason) => {
    prepare();
    const before = snapshot();
    const plan = planProject(dir, wanted, options);
    expect(refusals(plan.changes)).toMatchObject([{ path, reason }]);
    expect(() => applyPlan(plan)).toThrow(path);
    expect(snapshot()).toEqual(before);
  });

  it('a link inside the project is followed', () => {
    mkdirSync(at('real'));
    symlinkSync('real', at('sub'));
    sync(wanted);
    expect(read('real/file')).toBe('ours\n');
  });

  it('a state that names a file outside never removes it', () => {
    const victim = join(around, 'outside/victim');
    writeFileSync(victim, 'x');
    const line = { owner: 'merged', base: sha256('x'), version: '1' };
    put('.lge/state.json', JSON.stringify({ format: 1, files: { '../outside/victim': line } }));
    sync([]);
    expect(existsSync(victim)).toBe(true);
  });

  it('a path that another component writes', () => {
    const plan = planProject(dir, wanted, { ...options, taken: new Set(['ok']) });
    expect(refusals(plan.changes)).toMatchObject([{ path: 'ok', reason: 'twice' }]);
  });

  it('unless the stack has it no longer', () => {
    sync(wanted);
    applyPlan(planProject(dir, merged({ ok: 'ok\n' }), { ...options, taken: new Set(['sub/file']) }));
    expect(paths()).toEqual(['ok', 'sub/file']);
  });
});

describe('a new project', () => {
  const beside: readonly RenderedFile[] = [{ path: 'lge.stack.json', content: '{}\n', owner: 'seed' }];

  it('has the files, and forgets those beside them', () => {
    applyPlan(planProject(at('deep/shop'), merged({ a: 'a\n' }), { ...options, beside }));
    expect(paths()).toEqual([
      'deep/shop/.lge/.gitignore',
      'deep/shop/.lge/backup/000001/manifest.json',
      'deep/shop/.lge/objects/87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
      'deep/shop/.lge/state.json',
      'deep/shop/a',
      'deep/shop/lge.stack.json',
    ]);
    expect(Object.keys((JSON.parse(read('deep/shop/.lge/state.json')) as { files: object }).files)).toEqual(['a']);
  });

  it('in a folder that has some: nothing is written, and each is named', () => {
    put('a', 'mine\n');
    put('b', 'mine\n');
    const before = snapshot();
    const plan = planProject(dir, merged({ a: 'a\n', b: 'b\n', c: 'c\n' }), { ...options, beside });
    expect(() => {
      applyPlan(plan);
    }).toThrow('A refused plan was applied: a, b');
    expect(refusals(plan.changes).map(({ path }) => path)).toEqual(['a', 'b']);
    expect(snapshot()).toEqual(before);
  });
});
