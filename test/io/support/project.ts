import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { applyPlan } from '../../../src/io/apply.js';
import { recover, type Recovery } from '../../../src/io/journal.js';
import { locked } from '../../../src/io/lock.js';
import { planProject, type Plan, type PlanOptions } from '../../../src/io/plan.js';
import type { RenderedFile } from '../../../src/model/files.js';

/** What is of one machine, and git does not see. */
const LOCAL = /^\.lge\/(?:backup|lock.*)(?:\/|$)/;

/** A project on disk, below a folder of its own that may hold more. */
export class Project {
  public readonly around: string;
  public readonly dir: string;

  public constructor(name = 'project', around = mkdtempSync(join(tmpdir(), 'lge-io-'))) {
    this.around = around;
    this.dir = join(this.around, name);
    mkdirSync(this.dir, { recursive: true });
    // Another user's process may have to read it.
    chmodSync(this.around, 0o755);
  }

  /** Another one like it, as it is on disk. */
  public copy(): Project {
    const other = new Project();
    cpSync(this.dir, other.dir, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return other;
  }

  public at(path: string): string {
    return join(this.dir, path);
  }

  public put(path: string, content: string | Uint8Array, mode?: number): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
    if (mode !== undefined) chmodSync(this.at(path), mode);
  }

  public read(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  public plan(files: readonly RenderedFile[], options: Partial<PlanOptions> = {}): Plan {
    return planProject(this.dir, files, { version: '1.0.0', ...options });
  }

  public sync(files: readonly RenderedFile[], options: Partial<PlanOptions> = {}): Plan {
    const plan = this.plan(files, options);
    applyPlan(plan);
    return plan;
  }

  public recover(): Recovery | undefined {
    return locked(this.dir, () => recover(this.dir));
  }

  /** Type, mode and content of all there is, by path; without what is of this machine alone. */
  public tree(): Readonly<Record<string, string>> {
    return this.#entries(({ mode }, content) => `${(mode & 0o7777).toString(8)} ${content}`, LOCAL);
  }

  /** Everything, with inode and times: two are equal only if nothing was touched in between. */
  public exactly(): Readonly<Record<string, string>> {
    return this.#entries(({ mode, ino, mtimeMs, ctimeMs, isDirectory }, content) =>
      [mode, ino, isDirectory ? '' : `${mtimeMs} ${ctimeMs}`, content].join(' '),
    );
  }

  /** Every file's content in one text, backups and all: where a line of the user's has to be. */
  public everything(): string {
    return Object.values(this.#entries((_, content) => content)).join('\n');
  }

  public paths(): readonly string[] {
    return Object.keys(this.tree()).filter((path) => !path.startsWith('.lge') && lstatSync(this.at(path)).isFile());
  }

  public remove(): void {
    rmSync(this.around, { recursive: true, force: true });
  }

  #entries(
    show: (
      stats: {
        readonly mode: number;
        readonly ino: number;
        readonly mtimeMs: number;
        readonly ctimeMs: number;
        readonly isDirectory: boolean;
      },
      content: string,
    ) => string,
    without?: RegExp,
  ): Readonly<Record<string, string>> {
    const all = readdirSync(this.dir, { recursive: true, withFileTypes: true })
      .map((entry) => relative(this.dir, join(entry.parentPath, entry.name)))
      .filter((path) => !without?.test(path) && !/^\.git(?:\/|$)/.test(path));
    return Object.fromEntries(
      all.sort().map((path) => {
        const stats = lstatSync(this.at(path));
        const { mode, ino, mtimeMs, ctimeMs } = stats;
        const isDirectory = stats.isDirectory();
        const content = isDirectory
          ? '/'
          : stats.isFile()
            ? readFileSync(this.at(path), 'latin1')
            : readlinkSync(this.at(path));
        return [path, show({ mode, ino, mtimeMs, ctimeMs, isDirectory }, content)];
      }),
    );
  }
}

export function merged(files: Readonly<Record<string, string>>): readonly RenderedFile[] {
  return Object.entries(files).map(([path, content]) => ({ path, content, owner: 'merged' }));
}

export const lines = (...numbers: readonly (number | string)[]): string =>
  numbers.map((one) => `line ${one}\n`).join('');
export const count = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
