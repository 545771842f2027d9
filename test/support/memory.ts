import { formatOf } from '../../src/formats/index.js';
import { sha256 } from '../../src/io/hash.js';
import { writeOf, type Change, type DiskEntry } from '../../src/merge/change.js';
import { neededBases, nextState, pristine } from '../../src/merge/next.js';
import { planChanges } from '../../src/merge/plan.js';
import type { PlanContext } from '../../src/merge/site.js';
import type { State } from '../../src/merge/state.js';
import type { Owner, RenderedFile } from '../../src/model/files.js';

/** A template: by path, the text, or more than the text. */
export type Template = Readonly<Record<string, string | Omit<RenderedFile, 'path'>>>;

function rendered(template: Template, owner: Owner): readonly RenderedFile[] {
  return Object.entries(template).map(([path, file]) =>
    typeof file === 'string' ? { path, owner, content: file } : { path, ...file },
  );
}

type Options = Partial<PlanContext> & { readonly owner?: Owner };

/** A project of which only the plan is real: what it would write is kept in memory, as src/io writes it to disk. */
export class Memory {
  state: State = new Map();
  readonly disk = new Map<string, DiskEntry>();
  readonly objects = new Map<string, string>();
  /** What is set aside, by its path below .lge. */
  readonly aside = new Map<string, string>();

  /** A project written from version 1 of a template. */
  static from(template: Template, owner: Owner = 'merged'): Memory {
    const project = new Memory();
    project.sync(template, '1.0.0', { owner });
    return project;
  }

  write(path: string, content: string): this {
    this.disk.set(path, { kind: 'file', content, executable: false });
    return this;
  }

  /** The text at a path; `undefined` where there is none. */
  read(path: string): string | undefined {
    const entry = this.disk.get(path);
    return entry?.kind === 'file' ? entry.content : undefined;
  }

  plan(template: Template, version: string, { owner = 'merged', ...options }: Options = {}): readonly Change[] {
    return planChanges(this.state, this.disk, rendered(template, owner), {
      hash: sha256,
      version,
      baseOf: (hash) => this.objects.get(hash),
      formatOf,
      asides: new Set(this.aside.keys()),
      ...options,
    });
  }

  /** Plans and applies. @returns what was done, by path; `same` is left out. */
  sync(template: Template, version: string, options: Options = {}): Readonly<Record<string, string>> {
    const changes = this.plan(template, version, options);
    const short = Object.fromEntries(changes.flatMap((one) => (one.kind === 'same' ? [] : [[one.path, inShort(one)]])));
    if (changes.some(({ kind }) => kind === 'refuse')) return short;
    for (const change of changes) this.apply(change);
    this.state = nextState(changes);
    const texts = pristine(rendered(template, options.owner ?? 'merged'), sha256);
    for (const hash of neededBases(this.state)) {
      const text = texts.get(hash);
      if (text !== undefined) this.objects.set(hash, text);
    }
    return short;
  }

  private apply(change: Change): void {
    const write = writeOf(change);
    if (write) this.disk.set(change.path, { kind: 'file', content: write.content, executable: write.executable });
    if (change.kind === 'delete') this.disk.delete(change.path);
    if (change.kind === 'conflict' && change.aside) this.aside.set(change.aside.path, change.aside.content);
  }
}

function inShort(change: Change): string {
  if (change.kind === 'conflict' || change.kind === 'refuse') return `${change.kind} ${change.reason}`;
  return change.kind === 'update' && change.merged ? 'merge' : change.kind;
}
