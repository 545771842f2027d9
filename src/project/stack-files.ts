import { Component } from 'projen/lib/component.js';
import type { FileBase } from 'projen/lib/file.js';
import type { Project } from 'projen/lib/project.js';
import { describe, styleFor } from '../io/terminal.js';
import { version } from '../generated/version.js';
import { renderStack } from '../index.js';
import { applyPlan } from '../io/apply.js';
import { planProject, type Plan } from '../io/plan.js';
import { refusals } from '../merge/change.js';
import type { Stack } from '../model/stack.js';
import { remember } from './fingerprint.js';
import type { LoadedProject } from './load.js';
import { keepFromCleanup } from './manifest.js';
import { otherFiles, type OtherFiles } from './other-files.js';
import { OPTIONS_FILE } from './paths.js';
import { describeChanges, describeFiles, describeRefusals, NOTHING_CHANGED } from './report.js';
import { Stop } from './stop.js';
import { dropIdlePhases } from './tasks.js';

// Git keeps no read-only mode, so in each fresh clone projen would write its own files once more.
function keepWritable(files: readonly FileBase[]): void {
  const own = files.filter(({ path }) => path.startsWith('.projen/'));
  for (const file of own as { readonly: boolean }[]) file.readonly = false;
}

/** All files of the stack, planned before projen touches anything and applied when it is their turn. */
export class StackFiles extends Component {
  readonly #loaded: LoadedProject;
  #plan: Plan | undefined;
  #others: OtherFiles | undefined;

  public constructor(project: Project, loaded: LoadedProject) {
    super(project);
    this.#loaded = loaded;
  }

  /** The guard. It runs before projen's cleanup: what throws here leaves the disk as it was. */
  public override preSynthesize(): void {
    const { outdir, files } = this.project;
    const stack = this.#stack();
    dropIdlePhases(this.project);
    keepWritable(files);
    const taken = new Set(files.map(({ path }) => path));
    const plan = planProject(outdir, renderStack(stack), { version, taken });
    const refused = refusals(plan.changes);
    if (refused.length > 0) throw new Stop(describeRefusals(refused, styleFor(process.stderr, process.env)), 5);
    keepFromCleanup(outdir, new Set(plan.changes.map(({ path }) => path).filter((path) => !taken.has(path))));
    this.#others = otherFiles(this.project);
    this.#plan = plan;
  }

  public override synthesize(): void {
    if (!this.#plan) return;
    applyPlan(this.#plan);
    process.stdout.write(this.#news(this.#plan));
  }

  /** When everybody is done: what other components did, and that nobody did anything. */
  public report(): void {
    if (!this.#plan || !this.#others) return;
    const others = describeFiles(this.#others.changed(), styleFor(process.stdout, process.env));
    process.stdout.write(others === '' && this.#news(this.#plan) === '' ? NOTHING_CHANGED : others);
  }

  public override postSynthesize(): void {
    // A warning is repeated until it is heeded, so such a run is never skipped.
    if (this.#loaded.diagnostics.length === 0) remember(this.project.outdir, this.#loaded.text);
  }

  #news({ changes, before }: Plan): string {
    return describeChanges(changes, before, styleFor(process.stdout, process.env));
  }

  #stack(): Stack {
    const { stack, diagnostics } = this.#loaded;
    const text = describe(diagnostics, OPTIONS_FILE, styleFor(process.stderr, process.env));
    if (!stack) throw new Stop(`${text}Nothing was written.\n`, 2);
    process.stderr.write(text);
    return stack;
  }
}
