import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'repository-'));
afterAll(() => rmSync(folder, { recursive: true }));

const wayOut = 'set `repository` in .projenrc.ts to https://github.com/shop/stack and run `npx projen`.\n';

test.each([
  ['https://github.com/shop/stack', ''],
  ['git+https://github.com/shop/stack.git', ''],
  ['https://github.com/shop/stacks.git', `package.json names https://github.com/shop/stacks: ${wayOut}`],
  ['https://github.com/fork/stack', `package.json names https://github.com/fork/stack: ${wayOut}`],
  [undefined, `package.json names no repository: ${wayOut}`],
])('a release from shop/stack where package.json names %s', (url, said) => {
  const file = join(folder, 'package.json');
  writeFileSync(file, JSON.stringify(url === undefined ? {} : { repository: { type: 'git', url } }));
  const env = { ...process.env, GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'shop/stack' };
  const { stderr, status } = spawnSync(process.execPath, ['scripts/repository.js', file], { encoding: 'utf8', env });
  expect([stderr, status]).toEqual([said, said === '' ? 0 : 1]);
});
