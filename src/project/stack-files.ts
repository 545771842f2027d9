import { Component } from 'projen/lib/component.js';
import type { FileBase } from 'projen/lib/file.js';
import type { Project } from 'projen/lib/project.js';
import { styleFor } from '../io/terminal.js';
import { version } from '../generated/version.js';
import { renderStack } from '../index.js';
import { applyPlan } from '../io/apply.js';
import { planProject, type Plan } from '../io/plan.js';
import { conflicts, refusals, type Refusal } from '../merge/change.js';
import { remember } from './fingerprint.js';
import type { LoadedProject } from './load.js';
import { keepFromCleanup } from './manifest.js';
import { otherFiles, type OtherFiles } from './other-files.js';
import { describeChanges, describeFiles, describeRefusals, NOTHING_CHANGED } from './report.js';
import { currentRequest, currentContext, report } from './session.js';
import { stackOf } from './stack.js';
import { Stop } from './stop.js';
import { dropIdlePhases } from './tasks.js';

// Git keeps no read-only mode, so in each fresh clone projen would write its own files once more.
function keepWritable(files: readonly FileBase[]): void {
  const own = files.filter(({ path }) => path.startsWith('.projen/'));
  for (const file of own as { readonly: boolean }[]) file.readonly = false;
}

/** Somebody else tells what is done. */
function isQuiet(): boolean {
  const { json, quiet } = currentRequest();
  return json === true || quiet === true;
}

/** A file that there is not was misspelled; everything else is a file in the way. */
function exitOf(refused: readonly Refusal[]): 2 | 5 {
  return refused.every(({ reason }) => reason === 'no-such-file') ? 2 : 5;
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

  /** What is planned when nothing is to be written. */
  public look(): void {
    report({ plan: this.#planned(), diagnostics: this.#loaded.diagnostics });
  }

  /** The guard. It runs before projen's cleanup: what throws here leaves the disk as it was. */
  public override preSynthesize(): void {
    const { outdir, files } = this.project;
    dropIdlePhases(this.project);
    keepWritable(files);
    const plan = this.#planned();
    const refused = refusals(plan.changes);
    if (refused.length > 0)
      throw new Stop(describeRefusals(refused, styleFor(currentContext().errors, process.env)), exitOf(refused));
    const taken = this.#taken();
    keepFromCleanup(outdir, new Set(plan.changes.map(({ path }) => path).filter((path) => !taken.has(path))));
    this.#others = otherFiles(this.project);
    this.#plan = plan;
  }

  public override synthesize(): void {
    if (!this.#plan) return;
    const { command } = currentRequest();
    applyPlan(this.#plan, command === undefined ? {} : { command });
    if (!isQuiet()) currentContext().output.write(this.#news(this.#plan));
  }

  /** When everybody is done: what other components did, and that nobody did anything. */
  public report(): void {
    const { plan } = currentRequest();
    if (!this.#plan || !this.#others || isQuiet()) return;
    const { output } = currentContext();
    const others = describeFiles(this.#others.changed(), styleFor(output, process.env));
    // Whoever asked for something of a file by name is answered by the command that was asked.
    const idle = others === '' && this.#news(this.#plan) === '' && !plan?.wishes;
    output.write(idle ? NOTHING_CHANGED : others);
  }

  public override postSynthesize(): void {
    if (!this.#plan) return;
    const { diagnostics, text } = this.#loaded;
    report({ plan: this.#plan, diagnostics });
    // A warning or a conflict is repeated until it is heeded, so such a run is never skipped.
    if (diagnostics.length === 0 && conflicts(this.#plan.changes).length === 0) remember(this.project.outdir, text);
  }

  #taken(): ReadonlySet<string> {
    return new Set(this.project.files.map(({ path }) => path));
  }

  #news({ changes, before }: Plan): string {
    return describeChanges(changes, before, styleFor(currentContext().output, process.env));
  }

  #planned(): Plan {
    const rendered = renderStack(stackOf(this.#loaded, currentContext().errors));
    return planProject(this.project.outdir, rendered, { version, taken: this.#taken(), ...currentRequest().plan });
  }
}
