import { describe, expect, it } from 'vitest';
import { refusals, type Change, type DiskEntry } from '../../src/merge/change.js';
import { nextState } from '../../src/merge/next.js';
import { planChanges } from '../../src/merge/plan.js';
import type { FileState } from '../../src/merge/state.js';
import type { Owner, RenderedFile } from '../../src/model/files.js';

// The text itself serves as its hash, so that a failing row can be read.
const context = {
  hash: (text: string) => text,
  baseOf: (hash: string) => hash,
  version: '2.0.0',
  foreign: 'refuse',
} as const;
const NONE = undefined;
const edited = 'a\nmine\n';

type Line = FileState['status'] | 'x';

/** A text file; `'x: …'` is executable, `'<link>'` and the like are no text files. */
function onDisk(text: string): DiskEntry {
  const special = /^<(binary|directory|link|blocked|outside)>$/.exec(text)?.[1] as 'link' | undefined;
  if (special) return { kind: special };
  return text.startsWith('x: ')
    ? { kind: 'file', content: text.slice(3), executable: true }
    : { kind: 'file', content: text, executable: false };
}

function split(text: string): { readonly content: string; readonly executable: boolean } {
  return text.startsWith('x: ') ? { content: text.slice(3), executable: true } : { content: text, executable: false };
}

interface Case {
  readonly owner?: Owner;
  readonly path?: string;
  /** B, as `[text, status]` where there is one. */
  readonly base?: string | readonly [string, Line];
  /** O */
  readonly disk?: string;
  /** T */
  readonly now?: string;
}

function plan({ owner = 'merged', path = 'file', base, disk, now }: Case): Change {
  const [text, status] = typeof base === 'string' ? [base] : (base ?? []);
  const state = new Map<string, FileState>();
  if (text !== undefined) {
    const { content, executable } = split(text);
    state.set(path, {
      owner,
      base: content,
      executable,
      version: '1.0.0',
      ...(status && status !== 'x' && { status }),
    });
  }
  const rendered: readonly RenderedFile[] = now === undefined ? [] : [{ path, owner, ...split(now) }];
  const found = disk === undefined ? new Map() : new Map([[path, onDisk(disk)]]);
  return planChanges(state, found, rendered, context)[0]!;
}

/** A change in a word or two: what is written, or why nothing is. */
function inShort(change: Change): string {
  if (change.kind === 'create' || change.kind === 'update')
    return `${change.kind} ${change.executable ? 'x: ' : ''}${change.content}`;
  return change.kind === 'refuse' || change.kind === 'conflict' ? `${change.kind} ${change.reason}` : change.kind;
}

type Row = readonly [
  what: string,
  base: Case['base'],
  disk: string | undefined,
  now: string | undefined,
  expected: string,
];

function table(name: string, owner: Owner, rows: readonly Row[]): void {
  describe(name, () => {
    it.each(rows)('%s', (_what, base, disk, now, expected) => {
      const test = {
        owner,
        ...(base !== undefined && { base }),
        ...(disk !== undefined && { disk }),
        ...(now !== undefined && { now }),
      };
      expect(inShort(plan(test))).toBe(expected);
    });
  });
}

const shared: readonly Row[] = [
  ['nothing anywhere yet: it is written', NONE, NONE, 'a\n', 'create a\n'],
  ['nothing changed', 'a\n', 'a\n', 'a\n', 'same'],
  ['the template changed: it is written', 'a\n', 'a\n', 'b\n', 'update b\n'],
  ['both made the same change', 'a\n', 'b\n', 'b\n', 'adopt'],
  ['it was there already, to the byte', NONE, 'a\n', 'a\n', 'adopt'],
  ['it was there, and is not ours', NONE, 'mine\n', 'a\n', 'refuse not-ours'],
  ['the user deleted it', 'a\n', NONE, 'a\n', 'deleted-by-user'],
  ['the user deleted it, then the template changed it', 'a\n', NONE, 'b\n', 'deleted-by-user'],
  ['deleted, and again', ['a\n', 'deleted'], NONE, 'c\n', 'deleted-by-user'],
  ['deleted, then brought back by the user', ['a\n', 'deleted'], 'a\n', 'c\n', 'update c\n'],
  ['it left the stack', 'a\n', 'a\n', NONE, 'delete'],
  ['it left the stack and was edited', 'a\n', edited, NONE, 'orphan'],
  ['it left the stack and the disk', 'a\n', NONE, NONE, 'forget'],
  ['an orphan is not looked at again', ['a\n', 'orphaned'], 'a\n', NONE, 'same'],
  ['a deleted one stays known while the stack has it not', ['a\n', 'deleted'], NONE, NONE, 'same'],
  ['a folder is in its place', 'a\n', '<directory>', 'a\n', 'refuse not-a-file'],
  ['a link is in its place', NONE, '<link>', 'a\n', 'refuse not-a-file'],
  ['a file is where its folder has to be', NONE, '<blocked>', 'a\n', 'refuse not-a-file'],
  ['its folder is a link out of the project', 'a\n', '<outside>', 'b\n', 'refuse outside'],
  ['it left the stack and is a link now', 'a\n', '<link>', NONE, 'orphan'],
];

table('merged', 'merged', [
  ...shared,
  ['the user changed it: it stays', 'a\n', edited, 'a\n', 'keep'],
  ['both changed the same line', 'a\n', 'mine\n', 'b\n', 'conflict both-changed'],
  ['both changed it, in different places', 'a\nb\nc\n', 'mine\na\nb\nc\n', 'a\nb\nd\n', 'update mine\na\nb\nd\n'],
  ['an orphan comes back to the stack unchanged', ['a\n', 'orphaned'], edited, 'a\n', 'keep'],
  ['an orphan comes back to the stack changed', ['a\n', 'orphaned'], edited, 'b\n', 'conflict both-changed'],
  ['replaced by something that is no text', 'a\n', '<binary>', 'a\n', 'keep'],
  ['replaced by something that is no text, and the template changed', 'a\n', '<binary>', 'b\n', 'conflict no-text'],
  ['something that is no text was there', NONE, '<binary>', 'a\n', 'refuse not-ours'],
]);

table('managed', 'managed', [
  ...shared,
  ['an edit is never overwritten', 'a\n', edited, 'a\n', 'refuse edited'],
  ['nor when the template changed', 'a\n', edited, 'b\n', 'refuse edited'],
  ['nor by what is no text', 'a\n', '<binary>', 'a\n', 'refuse edited'],
]);

table('seed', 'seed', [
  ['never written: it is written', NONE, NONE, 'a\n', 'create a\n'],
  ['written, then edited', 'a\n', edited, 'b\n', 'same'],
  ['written, then deleted', 'a\n', NONE, 'b\n', 'same'],
  ['written, then replaced by a folder', 'a\n', '<directory>', 'b\n', 'same'],
  ['there before: the user has one', NONE, 'mine\n', 'a\n', 'keep'],
  ['there before, to the byte', NONE, 'a\n', 'a\n', 'adopt'],
  ['there before, and no text', NONE, '<binary>', 'a\n', 'keep'],
  ['a folder was there before', NONE, '<directory>', 'a\n', 'refuse not-a-file'],
  ['the template has it no longer: never deleted', 'a\n', 'a\n', NONE, 'forget'],
  ['nor when it was edited', 'a\n', edited, NONE, 'forget'],
]);

table('added', 'added', [
  ['there is none: it is made', NONE, NONE, 'a\nb\n', 'create a\nb\n'],
  ['what it lacks is appended', NONE, 'mine\nb\n', 'a\nb\n', 'update mine\nb\n\na\n'],
  ['it has everything', NONE, 'b\nmine\na\n', 'a\nb\n', 'adopt'],
  ['what the user took out stays out', 'a\nb\n', 'mine\n', 'a\nb\n', 'same'],
  ['until the template has more', 'a\n', 'mine\na\n', 'a\nb\n', 'update mine\na\n\nb\n'],
  ['the user deleted it', 'a\n', NONE, 'a\n', 'deleted-by-user'],
  ['it left the stack: it is the user’s', 'a\n', 'a\n', NONE, 'forget'],
  ['it is no text', NONE, '<binary>', 'a\n', 'refuse not-a-file'],
  ['it is a link', NONE, '<link>', 'a\n', 'refuse not-a-file'],
]);

table('line ends and byte order marks are no edits', 'merged', [
  ['checked out with CRLF: nothing is written', 'a\nb\n', 'a\r\nb\r\n', 'a\nb\n', 'same'],
  ['the template changed: CRLF stays', 'a\nb\n', 'a\r\nb\r\n', 'a\nc\n', 'update a\r\nc\r\n'],
  ['mixed: what most lines have', 'a\nb\nc\n', 'a\r\nb\r\nc\n', 'a\nb\nd\n', 'update a\r\nb\r\nd\r\n'],
  ['a byte order mark stays', 'a\n', '\uFEFFa\n', 'b\n', 'update \uFEFFb\n'],
  ['CRLF and an edit', 'a\n', 'a\r\nmine\r\n', 'a\n', 'keep'],
  ['committed with CRLF before there was a template', NONE, 'a\r\n', 'a\n', 'adopt'],
  ['a missing last line end is an edit', 'a\n', 'a', 'a\n', 'keep'],
]);

table('modes', 'merged', [
  ['a new script is executable', NONE, NONE, 'x: a\n', 'create x: a\n'],
  ['it became a script: an update with the same content', 'a\n', 'a\n', 'x: a\n', 'update x: a\n'],
  ['it is a script no longer', 'x: a\n', 'x: a\n', 'a\n', 'update a\n'],
  ['the user made it executable', 'a\n', 'x: a\n', 'a\n', 'same'],
  ['and it stays so when the template changes', 'a\n', 'x: a\n', 'b\n', 'update x: b\n'],
  ['the file system lost it; that is no reason to write', 'x: a\n', 'a\n', 'x: a\n', 'same'],
  ['there before without the mode', NONE, 'a\n', 'x: a\n', 'update x: a\n'],
  ['edited, and it became a script', 'a\n', edited, 'x: a\n', `update x: ${edited}`],
]);

describe('paths', () => {
  const bad = [
    '/etc/passwd',
    '../up',
    'a/../../up',
    'a//b',
    './a',
    'C:/a',
    'a\\b',
    '.git/hooks/pre-commit',
    'sub/.GIT/config',
    '.lge/state.json',
    'node_modules/a',
    '',
  ];
  it.each(bad)('%j is refused', (path) => {
    expect(inShort(plan({ path, now: 'a\n' }))).toBe('refuse outside');
  });
  it.each(bad)('%j in the state is forgotten, never deleted', (path) => {
    expect(inShort(plan({ path, base: 'a\n', disk: 'a\n' }))).toBe('forget');
  });
  it.each(['a', 'a/b/c', '.gitignore', '.github/workflows/ci.yml', 'a..b', 'x/node_modules.txt'])(
    '%j is fine',
    (path) => {
      expect(inShort(plan({ path, now: 'a\n' }))).toBe('create a\n');
    },
  );
});

describe('the plan as a whole', () => {
  const seed = (path: string): RenderedFile => ({ path, content: 'a\n', owner: 'seed' });

  it('is sorted by path', () => {
    const changes = planChanges(new Map(), new Map(), [seed('b'), seed('a/b'), seed('B')], context);
    expect(changes.map(({ path }) => path)).toEqual(['B', 'a/b', 'b']);
  });

  it('lists every refusal, not the first', () => {
    const disk = new Map([
      ['a', onDisk('mine')],
      ['b', onDisk('mine')],
    ] as const);
    const files: readonly RenderedFile[] = ['a', 'b', 'c'].map((path) => ({ path, content: 'a\n', owner: 'merged' }));
    expect(refusals(planChanges(new Map(), disk, files, context)).map(({ path }) => path)).toEqual(['a', 'b']);
  });

  it.each([
    ['twice', ['a', 'a'], 'rendered twice'],
    ['as file and as folder', ['a', 'a/b'], 'as a file and as a folder'],
  ])('a path rendered %s is a fault of ours', (_what, paths, message) => {
    expect(() => planChanges(new Map(), new Map(), paths.map(seed), context)).toThrow(message);
  });

  it.each([
    ['written first', NONE, NONE, 'a\n', { base: 'a\n', version: '2.0.0' }],
    ['rendered the same by a newer version', 'a\n', edited, 'a\n', { base: 'a\n', version: '1.0.0' }],
    ['the base moves on with what is written', 'a\n', 'a\n', 'b\n', { base: 'b\n', version: '2.0.0' }],
    ['a deleted file keeps the base it had', 'a\n', NONE, 'b\n', { base: 'a\n', status: 'deleted' }],
    ['so does a conflict', 'a\n', edited, 'b\n', { base: 'a\n', version: '1.0.0' }],
    ['and an orphan', 'a\n', edited, NONE, { base: 'a\n', status: 'orphaned' }],
  ])('remembers: %s', (_what, base, disk, now, expected) => {
    const change = plan({ ...(base && { base }), ...(disk && { disk }), ...(now && { now }) });
    expect(nextState([change]).get('file')).toMatchObject(expected);
  });
});
