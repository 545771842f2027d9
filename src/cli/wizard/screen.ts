import { resolve } from 'node:path';
import type { Told } from '../../adopt/told.js';
import type { Catalog } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import type { DockerFacts, Probes } from '../../probe/probes.js';
import { layer, nest } from '../../stack/parse.js';
import { leavesOf, type Json } from '../json.js';
import { nameFrom } from '../options.js';
import type { Place, Ui } from './ui.js';

/** What is known of a folder that has files, before anything is asked about it. */
export type Prepared = Told;

export type FolderKind = 'missing' | 'empty' | 'files' | 'project';

/** What creating would do. */
export interface Preview {
  /** Why nothing can be created; empty where it can. */
  readonly problems: readonly string[];
  readonly files: readonly { readonly kind: 'create' | 'update' | 'keep' | 'wait'; readonly path: string }[];
  readonly diff: () => string;
}

/** What has been answered so far. Going back changes none of it. */
export interface State {
  /** As it is typed, relative to where the command runs. */
  readonly folder?: string;
  /** Its files stay, and the stack is added to them. */
  readonly adopt: boolean;
  readonly prepared: Prepared;
  /** What of `imported.options` is taken over: dotted paths. */
  readonly imports: readonly string[];
  /** What was answered, over everything else, in the shape of lge.stack.json. */
  readonly chosen: Json;
  /** The first lines have said what the containers run on; otherwise later ones do. */
  readonly machineTold?: true;
  /** Every question, and not the defaults. */
  readonly custom: boolean;
  readonly end?: 'create' | 'save';
}

export interface Answers {
  readonly folder: string;
  readonly adopt: boolean;
  readonly options: Json;
  readonly prepared: Prepared;
  /** `save`: write the options to a file, and nothing else. */
  readonly end: 'create' | 'save';
}

/** What the wizard is given: it looks at nothing by itself. */
export interface Surroundings {
  /** What words and flags have said. */
  readonly said: { readonly folder?: string; readonly adopt: boolean; readonly options: Json };
  /** Where the command runs, absolute. */
  readonly dir: string;
  readonly catalog: Catalog;
  readonly probes: Probes;
  readonly folder: (path: string) => FolderKind;
  readonly prepare: (path: string) => Promise<Prepared>;
  readonly preview: (answers: Answers) => Promise<Preview>;
}

export interface Wizard extends Surroundings {
  readonly ui: Ui;
  /** A picture of the stack, where the terminal can show one. */
  readonly picture: (stack: Stack) => string | undefined;
  readonly docker: () => Promise<DockerFacts | undefined>;
}

/** One question. Several may make up a screen. */
export interface Step {
  readonly applies: (state: State, wizard: Wizard) => boolean;
  readonly ask: (
    state: State,
    wizard: Wizard,
    place: Place,
  ) => Promise<State | { readonly edit: string; readonly state: State }>;
}

export interface Screen {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
  /** Tells and asks nothing: it has no number, and nobody goes back to it. */
  readonly silent?: true;
}

export const NOTHING_PREPARED: Prepared = { options: {}, findings: [] };

/** The options of now: what was found, under what is imported, under what was said, under what was answered. */
export function optionsOf(
  { folder, prepared, imports, chosen }: State,
  { said, dir }: Pick<Wizard, 'said' | 'dir'>,
): Json {
  const found = leavesOf(prepared.imported?.options ?? {});
  const taken = found.filter(([path]) => imports.includes(path.join('.'))).map(([path, value]) => nest(path, value));
  const layers = [prepared.options, ...taken, said.options, chosen];
  const name = folder === undefined ? 'project' : nameFrom(resolve(dir, folder));
  return layers.reduce<Json>((under, over) => layer(under, over) as Json, { name });
}
