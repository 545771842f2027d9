import { Project } from 'projen/lib/project.js';
import { ProjenrcFile } from 'projen/lib/projenrc.js';
import type { Catalog } from '../model/service.js';
import { SYNTHESISE } from '../render/project.js';
import { loadProject } from './load.js';
import { PROJENRC_FILE } from './paths.js';
import { judgeByMode } from './root.js';
import { currentContext, currentRequest } from './session.js';
import { sourceOf } from './source.js';
import { StackFiles } from './stack-files.js';

export interface LgeStackOptions {
  /** Laid over lge.stack.json, key by key; an array replaces an array. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The services there are. Default: those of this package. */
  readonly catalog?: Catalog;
  /** The folder of the project, with lge.stack.json in it. Default: where the process runs. */
  readonly outdir?: string;
}

class Projenrc extends ProjenrcFile {
  public readonly filePath = PROJENRC_FILE;
}

/**
 * The container stack that lge.stack.json describes, as a projen project. `synth()` writes what changed and never what
 * the user edited; with a mistake in the options (exit code 2) or a file that cannot be written without losing lines of
 * the user's (5) it writes nothing at all.
 *
 * package.json, .gitignore and .gitattributes are the user's files: `project.gitignore` and `project.gitattributes`
 * write nothing.
 *
 * @example
 * const project = new LgeStack({ catalog: [...catalog, search], options: { services: { search: { port: 7700 } } } });
 * project.addTask('lint', { exec: 'ruff check backend' });
 * project.synth();
 */
export class LgeStack extends Project {
  readonly #files: StackFiles;

  public constructor({ options, catalog, outdir = currentContext().dir }: LgeStackOptions = {}) {
    const code = { ...(catalog && { catalog }) };
    const loaded = loadProject(outdir, options, code);
    currentRequest().source?.(sourceOf(outdir, options, code));
    // Said explicitly, because projen writes to a temporary folder when NODE_ENV is `test` and no folder is given.
    super({ name: loaded.stack?.name ?? 'stack', outdir });
    judgeByMode();
    new Projenrc(this);
    this.tryRemoveFile('.gitignore');
    this.tryRemoveFile('.gitattributes');
    // Without a manifest, projen would delete every file that contains its marker.
    this.addExcludeFromCleanup('**');
    this.removeTask('eject');
    this.defaultTask?.execArgs([...SYNTHESISE]);
    this.#files = new StackFiles(this, loaded);
  }

  /** Writes the files; where only a plan is asked for, as `lge-stack diff` does, it plans and writes nothing. */
  public override synth(): void {
    if (currentRequest().source) return;
    if (currentRequest().look) {
      this.#files.look();
      return;
    }
    super.synth();
    this.#files.report();
  }
}
