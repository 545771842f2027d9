// A real project in a folder of its own, and the command line in this process.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createProject } from '../../project/create.js';
import { linkPackages } from '../../project/package.js';
import { snapshot } from '../../project/project.js';
import { runMain, type Ran, type Where } from '../run-main.js';

export const PROD = 'docker-compose.prod.yml';
export const CONFLICTED = `.lge/conflicts/${PROD}`;
export const SCRIPT = 'scripts/backup.sh';

export interface Sandbox {
  /** The project of the test that runs. */
  readonly dir: () => string;
  readonly run: (command: string, where?: Partial<Where>) => Promise<Ran>;
  readonly json: (command: string) => Promise<unknown>;
  readonly read: (path: string) => string;
  readonly has: (path: string) => boolean;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly edit: (path: string, change: (text: string) => string) => void;
  readonly remove: (path: string) => void;
  /** The options in lge.stack.json beside the name. */
  readonly options: (options: object) => void;
  /** Another port of the front end: what a new version of the template is like, in a line of several files. */
  readonly port: (port: number) => void;
  /** Content, mode, inode and time of every file. */
  readonly snapshot: () => ReadonlyMap<string, string>;
}

/** A fresh copy of a new project before each test, in `folder` below a temporary one. */
export function sandbox(folder = 'shop'): Sandbox {
  const base = mkdtempSync(join(tmpdir(), 'lge-commands-'));
  const pristine = join(base, 'pristine');
  let count = 0;
  let dir = '';
  beforeAll(() => {
    createProject(pristine, '{\n  "name": "shop"\n}\n');
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  beforeEach(() => {
    count += 1;
    dir = join(base, String(count), folder);
    cpSync(pristine, dir, { recursive: true, preserveTimestamps: true });
  });
  const at = (path: string): string => join(dir, path);
  const read = (path: string): string => readFileSync(at(path), 'utf8');
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  const run: Sandbox['run'] = (command, where = {}) =>
    runMain(command.split(' '), { dir, program: 'lge-stack', ...where });
  const options: Sandbox['options'] = (more) =>
    write('lge.stack.json', `${JSON.stringify({ name: 'shop', ...more }, null, 2)}\n`);
  return {
    dir: () => dir,
    run,
    read,
    write,
    options,
    json: async (command) => JSON.parse((await run(`${command} --json`)).out) as unknown,
    has: (path) => existsSync(at(path)),
    edit: (path, change) => write(path, change(read(path))),
    remove: (path) => rmSync(at(path)),
    port: (port) => options({ services: { frontend: { port } } }),
    snapshot: () => snapshot(dir),
  };
}

/** What `npm install` would leave, for code in .projenrc.ts that imports projen. */
export function withPackages(dir: string, ours: string): void {
  linkPackages(dir, ours);
}

/** Mine, in the very line that `port` changes. */
export const minePort = (text: string): string => text.replace(/published: "\d+"/, 'published: "9999"');

export const mine = (text: string): string => `${text}# mine\n`;
