import { describe, expect, it } from 'vitest';
import { formatState, parseState } from '../../src/merge/state.js';
import { generatedFiles } from '../support/generated.js';
import { Memory } from '../support/memory.js';

/** What is synchronised from version 1 to 2 of a file with an edit in between. */
interface Row {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly done: string;
  /** Afterwards on disk; default: mine. */
  readonly expected?: string;
}

function table(path: string, rows: Readonly<Record<string, Row>>): void {
  it.each(Object.entries(rows))('%s', (_what, { base, mine, theirs, done, expected = mine }) => {
    const project = Memory.from({ [path]: base }).write(path, mine);
    expect(project.sync({ [path]: theirs }, '2.0.0')[path] ?? 'same').toBe(done);
    expect(project.read(path)).toBe(expected);
    // 29: nothing is left to do.
    const before = formatState(project.state, '9.0.0');
    project.sync({ [path]: theirs }, '2.0.0');
    expect(project.read(path)).toBe(expected);
    expect(formatState(project.state, '9.0.0')).toBe(before);
  });
}

describe('1 an edit in each kind of file', () => {
  it.each(generatedFiles('default').map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
    const lines = text.split('\n');
    const mine = [...lines.slice(0, -1), '# mine', ''].join('\n');
    const theirs = ['# theirs', ...lines].join('\n');
    const project = Memory.from({ [path]: text }).write(path, mine);
    expect(project.sync({ [path]: text }, '1.0.0')).toEqual({ [path]: 'keep' });
    const done = project.sync({ [path]: theirs }, '2.0.0')[path]!;
    // A comment like these is no JSON, and there is nothing that could be merged into a text without lines of its own.
    const expected = path.endsWith('.json') ? 'conflict unsound' : lines.length > 2 ? 'merge' : 'conflict both-changed';
    expect(done).toBe(expected);
    expect(project.read(path)).toBe(
      done === 'merge' ? ['# theirs', ...lines.slice(0, -1), '# mine', ''].join('\n') : mine,
    );
  });
});

const abc = 'a\nb\nc\n';

describe('3, 38 a file leaves the template', () => {
  it('3 edited: it stays, the user’s from then on', () => {
    const project = Memory.from({ f: abc, g: abc }).write('f', 'a\nmine\nc\n');
    expect(project.sync({ g: abc }, '2.0.0')).toEqual({ f: 'orphan' });
    expect(project.sync({ g: abc }, '3.0.0')).toEqual({});
    expect(project.read('f')).toBe('a\nmine\nc\n');
  });
  it('not edited: it goes', () => {
    const project = Memory.from({ f: abc, g: abc });
    expect(project.sync({ g: abc }, '2.0.0')).toEqual({ f: 'delete' });
  });
  it('38 renamed and changed: the edit goes along', () => {
    const project = Memory.from({ f: abc }).write('f', 'a\nb\nmine\n');
    const now = { g: { owner: 'merged', content: 'x\na\nb\nc\n', formerly: ['f'] } } as const;
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'delete', g: 'create' });
    expect([project.read('f'), project.read('g')]).toEqual([undefined, 'x\na\nb\nmine\n']);
    expect(project.sync(now, '2.0.0')).toEqual({ g: 'keep' });
  });
});

describe('4 the template adds a path that the user has', () => {
  it('it waits, with what we would write beside it', () => {
    const project = Memory.from({ g: abc }).write('f', 'mine\n');
    const now = { f: abc, g: abc };
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'conflict not-ours' });
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'conflict not-ours' });
    expect([project.read('f'), project.aside.get('.lge/incoming/f')]).toEqual(['mine\n', abc]);
  });
  it('it is no text: it waits, and goes on waiting', () => {
    const project = Memory.from({ g: abc });
    project.disk.set('f', { kind: 'binary' });
    const now = { f: abc, g: abc };
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'conflict not-ours' });
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'conflict not-ours' });
  });
  it('moved out of the way, it is written', () => {
    const project = Memory.from({ g: abc }).write('f', 'mine\n');
    project.sync({ f: abc, g: abc }, '2.0.0');
    project.disk.delete('f');
    expect(project.sync({ f: abc, g: abc }, '2.0.0')).toEqual({ f: 'create' });
  });
  it('it leaves the template again: forgotten, so that nothing is merged with what never was its base', () => {
    const project = Memory.from({ g: abc }).write('f', 'mine\n');
    project.sync({ f: abc, g: abc }, '2.0.0');
    expect(project.sync({ g: abc }, '3.0.0')).toEqual({ f: 'forget' });
    expect(project.sync({ f: `${abc}d\n`, g: abc }, '4.0.0')).toEqual({ f: 'conflict not-ours' });
    expect(project.read('f')).toBe('mine\n');
  });
});

it('5 a deleted file stays deleted over three upgrades', () => {
  const project = Memory.from({ f: abc });
  project.disk.delete('f');
  for (const version of ['2.0.0', '3.0.0', '4.0.0'])
    expect(project.sync({ f: `${abc}${version}\n` }, version)).toEqual({ f: 'deleted-by-user' });
  expect(project.read('f')).toBeUndefined();
  expect(project.sync({}, '5.0.0')).toEqual({});
  expect(project.sync({ f: abc }, '6.0.0')).toEqual({ f: 'deleted-by-user' });
});

describe('6 rename and edit', () => {
  const now = { g: { owner: 'merged', content: 'a\nb\nC\n', formerly: ['f'] } } as const;
  it('the edit is merged at the new path', () => {
    const project = Memory.from({ f: abc }).write('f', 'A\nb\nc\n');
    project.sync(now, '2.0.0');
    expect([project.read('f'), project.read('g')]).toEqual([undefined, 'A\nb\nC\n']);
  });
  it('a conflict goes along, set aside under the new path', () => {
    const project = Memory.from({ f: abc }).write('f', 'a\nb\nmine\n');
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'delete', g: 'conflict both-changed' });
    expect(project.read('g')).toBe('a\nb\nmine\n');
    expect(project.aside.get('.lge/conflicts/g')).toContain('<<<<<<< yours\nmine\n');
  });
  it('onto an existing path: both stay', () => {
    const project = Memory.from({ f: abc }).write('f', 'A\nb\nc\n').write('g', 'mine\n');
    expect(project.sync(now, '2.0.0')).toEqual({ f: 'orphan', g: 'conflict not-ours' });
    expect([project.read('f'), project.read('g')]).toEqual(['A\nb\nc\n', 'mine\n']);
  });
  it('the user had renamed it so already', () => {
    const project = Memory.from({ f: abc }).write('g', 'A\nb\nc\n');
    project.disk.delete('f');
    project.sync(now, '2.0.0');
    expect(project.read('g')).toBe('A\nb\nC\n');
  });
  it('the user had deleted it', () => {
    const project = Memory.from({ f: abc });
    project.disk.delete('f');
    expect(project.sync(now, '2.0.0')).toEqual({ g: 'deleted-by-user' });
  });
  it('one file becomes two: the edit goes to one of them', () => {
    const project = Memory.from({ f: abc }).write('f', 'A\nb\nc\n');
    const h = { owner: 'merged', content: 'h\n', formerly: ['f'] } as const;
    expect(project.sync({ ...now, h }, '2.0.0')).toEqual({ f: 'delete', g: 'create', h: 'create' });
    expect([project.read('g'), project.read('h')]).toEqual(['A\nb\nC\n', 'h\n']);
  });
});

it.each([2, 200])('7 %d conflicts in one file', (count) => {
  const text = (word: string): string =>
    Array.from({ length: count }, (_, at) => `${word} ${at}\nsame ${at}\n`).join('');
  const project = Memory.from({ f: text('base') }).write('f', text('mine'));
  expect(project.sync({ f: text('theirs') }, '2.0.0')).toEqual({ f: 'conflict both-changed' });
  expect(project.read('f')).toBe(text('mine'));
  const aside = project.aside.get('.lge/conflicts/f')!;
  expect(aside.match(/^<{7} yours$/gm)).toHaveLength(count);
  expect(aside.match(/^(?:mine|theirs|base|same) \d+$/gm)).toHaveLength(4 * count);
});

const compose = 'services:\n  a:\n    image: x\n    restart: always\n    init: true\n';
const service = (name: string, memory: string): string => `  ${name}:\n    image: x\n    memory: ${memory}\n`;

describe('8, 11, 12, 31 Compose files', () => {
  table('docker-compose.yml', {
    '8 one key by both, in two places': {
      base: compose,
      mine: compose.replace('    image: x\n', '    image: x\n    healthcheck: {}\n'),
      theirs: `${compose}    healthcheck: {disable: true}\n`,
      done: 'conflict unsound',
    },
    '11 reindented': {
      base: compose,
      mine: compose.replaceAll(/^( +)/gm, '$1$1'),
      theirs: compose.replace('image: x', 'image: y'),
      done: 'merge',
      expected: compose.replaceAll(/^( +)/gm, '$1$1').replace('image: x', 'image: y'),
    },
    '12 comments and octal modes': {
      base: 'a: 1\nmode: 0440\nb: 1\n',
      mine: 'a: 1 # mine\nmode: 0440 # octal\nb: 1\n',
      theirs: 'a: 1\nmode: 0440\nb: 2\n',
      done: 'merge',
      expected: 'a: 1 # mine\nmode: 0440 # octal\nb: 2\n',
    },
    '31 a service before one of several that look alike': {
      base: `services:\n${service('a', '1G')}${service('b', '1G')}`,
      mine: `services:\n${service('a', '1G')}${service('b', '2G')}`,
      theirs: `services:\n${service('x', '1G')}${service('a', '1G')}${service('b', '1G')}`,
      done: 'merge',
      expected: `services:\n${service('x', '1G')}${service('a', '1G')}${service('b', '2G')}`,
    },
  });
});

describe('9, 10, 39 line ends', () => {
  table('f', {
    '9 a CRLF checkout without edits': { base: abc, mine: 'a\r\nb\r\nc\r\n', theirs: abc, done: 'same' },
    '10 mixed: lines that the user left alone keep their ends': {
      base: 'a\nb\nc\nd\ne\n',
      mine: 'a\r\nb\nc\r\nmine\nd\ne\n',
      theirs: 'A\nb\nc\nd\ne\nf\n',
      done: 'merge',
      expected: 'A\nb\nc\r\nmine\nd\ne\nf\n',
    },
    '10 mixed: so do those below the last change': {
      base: abc,
      mine: 'a\nb\nc\r\n',
      theirs: 'A\nb\nc\n',
      done: 'update',
      expected: 'A\nb\nc\r\n',
    },
    '10 mixed, mostly CRLF: a new line gets what most have': {
      base: abc,
      mine: 'a\r\nb\nc\r\n',
      theirs: 'a\nb\nc\nd\n',
      done: 'update',
      expected: 'a\r\nb\nc\r\nd\r\n',
    },
    '10 a byte order mark': {
      base: abc,
      mine: '\uFEFFmine\na\nb\nc\n',
      theirs: 'a\nb\nC\n',
      done: 'merge',
      expected: '\uFEFFmine\na\nb\nC\n',
    },
    '10 no final newline': {
      base: abc,
      mine: 'a\nb\nc',
      theirs: 'A\nb\nc\n',
      done: 'merge',
      expected: 'A\nb\nc',
    },
    '10 mixed, and no final newline': {
      base: abc,
      mine: 'a\r\nb\nc',
      theirs: 'a\nb\nc\nd\n',
      done: 'merge',
      expected: 'a\r\nb\nc\nd',
    },
    '39 CRLF committed, the template in LF: no conflict over the whole file': {
      base: abc,
      mine: 'a\r\nmine\r\nb\r\nc\r\n',
      theirs: 'a\nb\nC\n',
      done: 'merge',
      expected: 'a\r\nmine\r\nb\r\nC\r\n',
    },
  });
});

describe('15, 22 the state and the bases', () => {
  it('15 an object is lost: a conflict; it comes back: a merge', () => {
    const project = Memory.from({ f: abc }).write('f', 'A\nb\nc\n');
    const lost = new Map(project.objects);
    project.objects.clear();
    expect(project.sync({ f: 'a\nb\nC\n' }, '2.0.0')).toEqual({ f: 'conflict no-base' });
    expect(project.sync({ f: 'a\nb\nC\n' }, '2.0.0')).toEqual({ f: 'conflict no-base' });
    expect(project.read('f')).toBe('A\nb\nc\n');
    for (const [hash, text] of lost) project.objects.set(hash, text);
    expect(project.sync({ f: 'a\nb\nC\n' }, '2.0.0')).toEqual({ f: 'merge' });
    expect(project.read('f')).toBe('A\nb\nC\n');
  });
  it.each(['\n', '\r\n'])('22 conflict markers in the state, with %j: the newer line counts', (end) => {
    const [older, newer] = [Memory.from({ f: abc, g: abc }), Memory.from({ f: abc, g: abc })];
    older.sync({ f: 'v2\n', g: abc }, '2.0.0');
    newer.sync({ f: 'v3\n', g: abc }, '3.0.0');
    const [ours, theirs] = [older, newer].map(({ state }) => formatState(state, '9.0.0').split('\n'));
    const line = ours!.findIndex((one) => one.includes('"f"'));
    const torn = ours!.toSpliced(line, 1, '<<<<<<< HEAD', ours![line]!, '=======', theirs![line]!, '>>>>>>> main');
    expect(formatState(parseState(torn.join(end))!, '9.0.0')).toBe(formatState(newer.state, '9.0.0'));
  });
  it('22 a torn line is no line', () => {
    const torn = '{\n  "format": 1,\n<<<<<<< HEAD\n    "f": {oops}\n=======\n>>>>>>> main\n}\n';
    expect(parseState(torn)).toBeUndefined();
  });
});

describe('23, 40 conflicts over more than one version', () => {
  const versions = ['v1\nb\nc\n', 'v2\nb\nc\n', 'v3\nb\nc\n', 'v4\nb\nc\n', 'v5\nb\nc\nd\n'];
  it('23 five at once come to what one by one does', () => {
    const [each, once] = [Memory.from({ f: versions[0]! }), Memory.from({ f: versions[0]! })];
    for (const project of [each, once]) project.write('f', 'v1\nb\nmine\nc\n');
    versions.slice(1).forEach((text, at) => each.sync({ f: text }, `${at + 2}.0.0`));
    once.sync({ f: versions[4]! }, '5.0.0');
    expect(each.read('f')).toBe('v5\nb\nmine\nc\nd\n');
    expect(once.read('f')).toBe(each.read('f'));
    expect(formatState(once.state, '9.0.0')).toBe(formatState(each.state, '9.0.0'));
  });
  it('23 an old conflict: the same three sides, with the newest template', () => {
    const project = Memory.from({ f: versions[0]! }).write('f', 'mine\nb\nc\n');
    for (const version of ['2.0.0', '3.0.0', '4.0.0'])
      expect(project.sync({ f: versions[Number(version[0]) - 1]! }, version)).toEqual({ f: 'conflict both-changed' });
    expect(project.read('f')).toBe('mine\nb\nc\n');
    expect(project.aside.get('.lge/conflicts/f')).toBe(
      '<<<<<<< yours\nmine\n||||||| base 1.0.0\nv1\n=======\nv4\n>>>>>>> template 4.0.0\nb\nc\n',
    );
  });
  it.each(['mine', 'theirs'] as const)(
    '40 resolved for %s, then a second conflict: against what was resolved',
    (how) => {
      const project = Memory.from({ f: versions[0]! }).write('f', 'mine\nb\nc\n');
      project.sync({ f: versions[1]! }, '2.0.0');
      project.sync({ f: versions[1]! }, '2.0.0', { wishes: { resolve: new Map([['f', how]]) } });
      expect(project.read('f')).toBe(how === 'mine' ? 'mine\nb\nc\n' : 'v2\nb\nc\n');
      project.write('f', 'again\nb\nc\n');
      expect(project.sync({ f: versions[2]! }, '3.0.0')).toEqual({ f: 'conflict both-changed' });
      expect(project.aside.get('.lge/conflicts/f')).toContain('||||||| base 2.0.0\nv2\n=======\nv3\n');
    },
  );
  it('resolved is not what still has a marker, be it the last one and in CRLF', () => {
    const project = Memory.from({ f: 'a\r\nb\r\nc\r\n' }).write('f', 'mine\r\nb\r\nc\r\n');
    project.sync({ f: versions[1]! }, '2.0.0', { conflict: 'inline' });
    expect(project.read('f')).toContain('<<<<<<< yours\r\nmine\r\n');
    expect(project.sync({ f: versions[1]! }, '2.0.0')).toEqual({ f: 'conflict markers' });
    project.write('f', 'mine\r\n>>>>>>> template 2.0.0\r\nb\r\nc\r\n');
    expect(project.sync({ f: versions[1]! }, '2.0.0')).toEqual({ f: 'conflict markers' });
    const resolve = new Map([['f', 'mine']] as const);
    expect(project.sync({ f: versions[1]! }, '2.0.0', { wishes: { resolve } })).toEqual({ f: 'refuse has-markers' });
    project.write('f', 'mine\r\nb\r\nc\r\n');
    expect(project.sync({ f: versions[1]! }, '2.0.0', { wishes: { resolve } })).toEqual({ f: 'keep' });
  });
  it('inline: the mode that the user gave the file stays', () => {
    const project = Memory.from({ f: abc });
    project.disk.set('f', { kind: 'file', content: 'mine\nb\nc\n', executable: true });
    project.sync({ f: versions[1]! }, '2.0.0', { conflict: 'inline' });
    expect(project.disk.get('f')).toMatchObject({ executable: true });
  });
});

describe('24 texts that are hard', () => {
  const about = 'Decide between\n<<<<<<< yours\n=======\n>>>>>>> template 2.0.0\nand save.\n';
  it('a text about markers merges, and its conflicts can be resolved', () => {
    const project = Memory.from({ f: about }).write('f', `${about}mine\n`);
    expect(project.sync({ f: `t\n${about}` }, '2.0.0')).toEqual({ f: 'merge' });
    project.write('f', `mine\n${about}`);
    const now = { f: `t3\n${about}` };
    expect(project.sync(now, '3.0.0')).toEqual({ f: 'conflict both-changed' });
    expect(project.sync(now, '3.0.0', { wishes: { resolve: new Map([['f', 'mine']]) } })).toEqual({ f: 'keep' });
  });
  it('an edited binary stays, what we would write is beside it', () => {
    const project = Memory.from({ f: abc });
    project.disk.set('f', { kind: 'binary' });
    expect(project.sync({ f: 'b\n' }, '2.0.0')).toEqual({ f: 'conflict no-text' });
    expect([project.disk.get('f'), project.aside.get('.lge/incoming/f')]).toEqual([{ kind: 'binary' }, 'b\n']);
  });
  it('over 1 MiB', () => {
    const large = 'line\n'.repeat(210_000);
    const project = Memory.from({ f: large }).write('f', `${large}mine\n`);
    expect(project.sync({ f: `t\n${large}` }, '2.0.0')).toEqual({ f: 'conflict no-text' });
    expect(project.read('f')).toBe(`${large}mine\n`);
  });
});

describe('25 a service off and on again', () => {
  it('brings its edits back, merged with what is new', () => {
    const project = Memory.from({ f: abc, s: abc }).write('s', 'mine\na\nb\nc\n');
    project.sync({ f: abc }, '1.0.0');
    expect(project.sync({ f: abc, s: 'a\nb\nC\n' }, '2.0.0')).toEqual({ s: 'merge' });
    expect(project.read('s')).toBe('mine\na\nb\nC\n');
  });
  it('without edits it is gone, and written anew', () => {
    const project = Memory.from({ f: abc, s: abc });
    expect(project.sync({ f: abc }, '1.0.0')).toEqual({ s: 'delete' });
    expect(project.sync({ f: abc, s: abc }, '1.0.0')).toEqual({ s: 'create' });
  });
});

it('26 an edited managed file is refused, and nothing else is written', () => {
  const project = Memory.from({ f: abc, g: abc }, 'managed').write('f', 'mine\n');
  expect(project.sync({ f: abc, g: 'new\n' }, '2.0.0', { owner: 'managed' })).toEqual({
    f: 'refuse edited',
    g: 'update',
  });
  expect([project.read('f'), project.read('g')]).toEqual(['mine\n', abc]);
});

describe('33 a folder gets another name', () => {
  const api = (folder: string, text: string) =>
    ({ [`${folder}/main`]: { owner: 'merged', content: text, source: 'api/main' } }) as const;
  it('by an option: the edits go along', () => {
    const project = Memory.from(api('old', abc)).write('old/main', 'A\nb\nc\n');
    project.sync(api('new', 'a\nb\nC\n'), '2.0.0');
    expect([project.read('old/main'), project.read('new/main')]).toEqual([undefined, 'A\nb\nC\n']);
  });
  it('by the user, who told the options as well', () => {
    const project = Memory.from(api('old', abc)).write('new/main', 'A\nb\nc\n');
    project.disk.delete('old/main');
    project.sync(api('new', 'a\nb\nC\n'), '2.0.0');
    expect(project.read('new/main')).toBe('A\nb\nC\n');
  });
  it('by the user alone: what they moved is left alone, and nothing comes back', () => {
    const project = Memory.from(api('old', abc)).write('mine/main', 'A\nb\nc\n');
    project.disk.delete('old/main');
    expect(project.sync(api('old', 'a\nb\nC\n'), '2.0.0')).toEqual({ 'old/main': 'deleted-by-user' });
    expect(project.read('mine/main')).toBe('A\nb\nc\n');
  });
});

it('34 a file takes the name of another one: edits of the one before are not taken for its own', () => {
  const files = (dev: string, prod: string) => ({
    [dev]: { owner: 'merged', content: 'd1\nd2\nd3\n', source: 'dev' } as const,
    [prod]: { owner: 'merged', content: 'p1\np2\np3\n', source: 'prod' } as const,
  });
  const [before, after] = [files('a', 'b'), files('c', 'a')];
  const untouched = Memory.from(before);
  untouched.sync(after, '2.0.0');
  expect(['a', 'b', 'c'].map((path) => untouched.read(path))).toEqual(['p1\np2\np3\n', undefined, 'd1\nd2\nd3\n']);
  const edited = Memory.from(before).write('a', 'd1\nmine\nd3\n');
  expect(edited.sync(after, '2.0.0')).toMatchObject({ a: 'conflict not-ours', c: 'create' });
  expect([edited.read('a'), edited.read('c')]).toEqual(['d1\nmine\nd3\n', 'd1\nd2\nd3\n']);
});

it('35 a plan is a function of its arguments', () => {
  const project = Memory.from({ f: abc, 'a.yml': compose }).write('f', 'mine\nb\nc\n');
  const plan = (): string => JSON.stringify(project.plan({ f: 'x\nb\nc\n', 'a.yml': compose }, '2.0.0'));
  expect(plan()).toBe(plan());
});
