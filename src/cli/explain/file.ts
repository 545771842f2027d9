import { diffArrays } from 'diff/lib/diff/array.js';
import type { Plan } from '../../io/plan.js';
import { readProject } from '../../io/read.js';
import type { Change } from '../../merge/change.js';
import { normalise } from '../../merge/text.js';
import type { Owner } from '../../model/files.js';
import { productionContext } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import { staleSeeds } from '../seeds.js';
import { variantNamed, type Options } from './alter.js';
import { hunks, reach, renderingOf, touches, type Influence } from './influence.js';

/** Public in `--json`: keys are added, and never change their meaning. */
export interface FileFacts {
  readonly path: string;
  readonly owner: Owner;
  /** Of the package, or absent where it is laid out from data. */
  readonly template?: string;
  /** The service or the target that brings it; absent where every stack has it. */
  readonly broughtBy?: string;
  /** Version of create-lge-stack that wrote it last. */
  readonly version?: string;
  readonly state: 'as rendered' | 'edited' | 'waits' | 'deleted' | 'out of date' | 'not there' | 'refused';
  /** Of a file that is written once: those that it was written by, and that change nothing in it now. */
  readonly dependsOn: readonly string[];
  /** It is written once, and would be another one if it were written today. */
  readonly stale?: true;
}

export interface LineFacts {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** It is not in what the template renders. */
  readonly yours: boolean;
  /** Its file is written once: another answer now changes nothing in it. */
  readonly once?: true;
  /** What would change it, what is most about it first. */
  readonly because: readonly {
    readonly key: string;
    /** The answer that was tried, and the lines that would be there instead. */
    readonly tried: unknown;
    readonly instead: readonly string[];
  }[];
}

/** How many options are told of a line; the others are about ever more of the file. */
const TOLD = 6;

export function broughtBy(path: string, stack: Stack): string | undefined {
  const service = stack.services.find((one) =>
    one.definition.files?.(productionContext(stack, one)).some((file) => file.path === path),
  );
  if (service) return service.id;
  return stack.target.render(stack).some((file) => file.path === path) ? `target ${stack.target.id}` : undefined;
}

function stateOf(change: Change | undefined, edited: boolean): FileFacts['state'] {
  switch (change?.kind) {
    case 'conflict':
      return 'waits';
    case 'refuse':
      return 'refused';
    case 'deleted-by-user':
      return 'deleted';
    case 'create':
      return 'not there';
    case 'update':
      return 'out of date';
    default:
      return edited ? 'edited' : 'as rendered';
  }
}

function diskText(plan: Plan, path: string): string | undefined {
  const entry = readProject(plan.dir, [path]).get(path);
  return entry?.kind === 'file' ? normalise(entry.content) : undefined;
}

export function fileFacts(path: string, plan: Plan, stack: Stack, influences: readonly Influence[]): FileFacts {
  const file = plan.rendered.find((one) => one.path === path)!;
  const change = plan.changes.find((one) => one.path === path);
  const known = plan.before.get(path);
  const by = broughtBy(path, stack);
  const edited = file.owner !== 'added' && diskText(plan, path) !== normalise(file.content);
  return {
    path,
    owner: change?.owner ?? file.owner,
    ...(file.source !== undefined && { template: file.source }),
    ...(by !== undefined && { broughtBy: by }),
    ...(known && { version: known.version }),
    state: stateOf(change, edited),
    dependsOn: influences
      .filter(({ files }) => files[path] !== undefined)
      .toSorted((a, b) => reach(a) - reach(b))
      .map(({ key }) => key),
    ...(staleSeeds(plan).some((one) => one.path === path) && { stale: true as const }),
  };
}

/** Whether the file is one that is written once, and has been. */
function isOnce(path: string, { before }: Plan): boolean {
  return before.get(path)?.owner === 'seed';
}

/** The line of the rendering that a line on disk comes from; `undefined` where it is the user's. */
export function renderedLine(line: number, rendered: readonly string[], disk: readonly string[]): number | undefined {
  let [there, here] = [0, 0];
  for (const { added, removed, count } of diffArrays([...rendered], [...disk])) {
    if (!added && !removed && line <= here + count) return line > here ? there + (line - here) : undefined;
    if (!removed) here += count;
    if (!added) there += count;
  }
  return undefined;
}

/** Why a line is there: what would change it. `undefined` where the file has no such line. */
export function lineFacts(
  path: string,
  line: number,
  plan: Plan,
  options: Options,
  influences: () => readonly Influence[],
): LineFacts | undefined {
  const rendered = plan.rendered.find((file) => file.path === path)!.content.split('\n');
  const disk = diskText(plan, path)?.split('\n') ?? rendered;
  const text = disk[line - 1];
  if (text === undefined) return undefined;
  const from = renderedLine(line, rendered, disk);
  if (from === undefined) return { path, line, text, yours: true, because: [] };
  const because = influences()
    .filter(({ files }) => touches(files[path], from))
    .toSorted((a, b) => reach(a) - reach(b))
    .slice(0, TOLD)
    .flatMap(({ key, value }) => {
      const variant = variantNamed(key, options);
      const then = variant && renderingOf(variant.stack).get(path);
      const hunk = hunks(rendered, then ?? []).find(({ span }) => touches([span], from));
      return [{ key, tried: value, instead: hunk?.instead ?? [] }];
    });
  return { path, line, text, yours: false, ...(isOnce(path, plan) && { once: true as const }), because };
}
