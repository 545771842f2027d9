import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forget, isCurrent, remember } from '../../src/project/fingerprint.js';
import { createProject } from './create.js';

const options = '{\n  "name": "shop"\n}\n';
let dir = '';
const at = (path: string): string => join(dir, path);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lge-fingerprint-'));
  createProject(dir, options);
  mkdirSync(at('node_modules'));
  remember(dir, options);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const append = (path: string) => (): void => appendFileSync(at(path), '\n');

describe('a run is needed after a change of', () => {
  it.each<readonly [what: string, meddle: () => void]>([
    ['the options', append('lge.stack.json')],
    ['.projenrc.ts', append('.projenrc.ts')],
    ['a file of the stack', append('docker-compose.yml')],
    ['a file of the stack, deleted', () => rmSync(at('scripts/backup.sh'))],
    ['the mode of a script', () => chmodSync(at('scripts/backup.sh'), 0o644)],
    ['package.json', append('package.json')],
    ['the tasks', append('.projen/tasks.json')],
    ['the manifest of projen', () => writeFileSync(at('.projen/files.json'), '{}')],
    ['the state', append('.lge/state.json')],
    ['the state, deleted', () => rmSync(at('.lge/state.json'))],
    ['the bases', () => rmSync(at('.lge/objects'), { recursive: true })],
    ['its memory', () => forget(dir)],
  ])('%s', (_what, meddle) => {
    expect(isCurrent(dir)).toBe(true);
    meddle();
    expect(isCurrent(dir)).toBe(false);
  });
});

describe('a run is not needed', () => {
  it('after a change of the application’s own code', () => {
    writeFileSync(at('shop-backend/src/main.py'), 'mine');
    expect(isCurrent(dir)).toBe(true);
  });

  it('with CRLF in .projenrc.ts', () => {
    writeFileSync(at('.projenrc.ts'), readFileSync(at('.projenrc.ts'), 'utf8').replaceAll('\n', '\r\n'));
    remember(dir, options);
    expect(isCurrent(dir)).toBe(true);
  });
});

describe('nothing is remembered', () => {
  it('with code of the user’s, which may read anything', () => {
    append('.projenrc.ts')();
    remember(dir, options);
    expect(isCurrent(dir)).toBe(false);
  });

  it('when the options were saved during the run', () => {
    forget(dir);
    append('lge.stack.json')();
    remember(dir, options);
    expect(isCurrent(dir)).toBe(false);
  });

  it('without a folder for packages, in which to keep it', () => {
    rmSync(at('node_modules'), { recursive: true });
    remember(dir, options);
    expect(isCurrent(dir)).toBe(false);
  });
});
