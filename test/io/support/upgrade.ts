import { chmodSync, mkdirSync } from 'node:fs';
import type { PlanOptions } from '../../../src/io/plan.js';
import type { RenderedFile } from '../../../src/model/files.js';
import { count, lines, Project } from './project.js';

const ten = count(1, 10);
const all = lines(...ten);
const changed = lines('1, of the template', ...count(2, 10));

const first: readonly RenderedFile[] = [
  { path: 'update', content: all, owner: 'merged' },
  { path: 'merge/both', content: all, owner: 'merged' },
  { path: 'conflict', content: all, owner: 'merged' },
  { path: 'settled', content: all, owner: 'merged' },
  { path: 'gone/deep/file', content: 'gone\n', owner: 'merged' },
  { path: 'mode', content: 'mode\n', owner: 'managed' },
  { path: 'old/name', content: all, owner: 'merged', source: 'name' },
];

export const second: readonly RenderedFile[] = [
  { path: 'update', content: changed, owner: 'merged' },
  { path: 'merge/both', content: changed, owner: 'merged' },
  { path: 'conflict', content: changed, owner: 'merged' },
  { path: 'settled', content: all, owner: 'merged' },
  { path: 'mode', content: 'mode\n', owner: 'managed', executable: true },
  { path: 'new/name', content: changed, owner: 'merged', source: 'name' },
  { path: 'made/up/file', content: 'made up\n', owner: 'merged' },
];

export const options: PlanOptions = {
  version: '2.0.0',
  edits: [{ path: 'lge.stack.json', before: '{ "old": 1 }\n', content: '{ "new": 1 }\n' }],
};

/** Lines that nobody but the user wrote. */
export const MINE = ['line 10, mine', 'line 1, mine', 'name, mine', 'aside, mine', '{ "old": 1 }'];

/** A project in which the next run has something of every kind to do. */
export function project(): Project {
  const one = new Project();
  one.put('lge.stack.json', '{ "old": 1 }\n');
  one.sync(first);
  // A conflict that is no longer one, on whose merge the user has worked.
  one.put('settled', lines('1, mine', ...count(2, 10)));
  one.sync(first.map((file) => (file.path === 'settled' ? { ...file, content: changed } : file)));
  one.put('.lge/conflicts/settled', 'aside, mine\n');
  one.put('settled', all);
  one.put('merge/both', lines(...count(1, 9), '10, mine'), 0o640);
  one.put('conflict', lines('1, mine', ...count(2, 10)));
  one.put('old/name', `${all}name, mine\n`);
  chmodSync(one.at('gone/deep/file'), 0o600);
  chmodSync(one.at('update'), 0o440);
  // Empty, and yet the user's.
  mkdirSync(one.at('made'));
  return one;
}
