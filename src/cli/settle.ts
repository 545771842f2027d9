import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { OTHER_FRAMEWORK } from '../adopt/breaks/application.js';
import { SEVERAL_PROJECTS } from '../adopt/breaks/several.js';
import { placeText } from '../adopt/told.js';
import { catalog, loadOptions, presets } from '../index.js';
import { codeOf } from '../io/errors.js';
import { describe, styleFor } from '../io/terminal.js';
import { hasErrors, type Diagnostic } from '../model/diagnostic.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { isObject } from '../stack/answer.js';
import { describeProblem, readJson } from '../stack/json.js';
import { layer, parseOptions } from '../stack/parse.js';
import type { Context } from './command.js';
import type { CreateCall } from './commands/create.js';
import { isInteractive } from './look.js';
import { withAt, type Json, type Path } from './json.js';
import { nameFrom, optionsFrom } from './options.js';
import { CONFLICTS, folderKind, type OnConflict } from './folder.js';
import { knownFolders, prepare } from './prepare.js';
import type { Machine } from '../probe/probes.js';
import { typedPath } from './typed-path.js';
import { NOTHING_PREPARED, type Prepared } from './wizard/screen.js';

/** What words, flags and the file of --config say. */
interface Said {
  readonly folder?: string;
  readonly options: Json;
  /** Ports that are to be free ones. */
  readonly free: readonly Path[];
  readonly self?: string;
  readonly conflict?: OnConflict;
  /** One sentence each. */
  readonly mistakes: readonly string[];
  /** Without the file of --config, the name may be missing and rules may see what is not so: values alone are judged. */
  readonly complete: boolean;
}

/** What the command line and the prompts have settled. */
export interface Settled {
  readonly folder: string;
  /** With the name of the project. */
  readonly options: Json;
  /** What was found in the folder, under the options: a command that repeats this one finds it again. */
  readonly base: Json;
  readonly self?: string;
  readonly conflict: OnConflict;
  readonly adopt: boolean;
  /** What was found in a folder that is adopted. */
  readonly prepared?: Prepared;
  /** Somebody was asked, and has seen what is written. */
  readonly seen: boolean;
  /** `save`: somebody wants the options in a file, and nothing else. */
  readonly end: 'create' | 'save';
}

async function readAll(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** The options in the file, or what is wrong with it. */
async function readConfig(file: string | undefined, { dir, input }: Context): Promise<Json | string> {
  if (file === undefined) return {};
  const typed = typedPath(file, process.platform);
  if ('mistake' in typed) return `--config ${file}: ${typed.mistake}`;
  try {
    // Loaded here, because hardly anybody brings a file.
    const { default: fs } = await import('fs-extra');
    const read = readJson(file === '-' ? await readAll(input) : await fs.readFile(resolve(dir, typed.path), 'utf8'));
    if ('problem' in read) return `--config ${file}: this is not JSON: ${describeProblem(read.problem)}.`;
    return isObject(read.json) ? read.json : `--config ${file}: it does not hold an object.`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return `--config ${file}: there is no such file.`;
    return `--config ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function readSaid({ words, flags }: CreateCall, context: Context): Promise<Said> {
  const config = await readConfig(flags.config, context);
  const complete = typeof config !== 'string';
  const { options, free, mistakes } = optionsFrom(flags, complete ? config : {}, catalog);
  const typed = words[0] === undefined ? undefined : typedPath(words[0], process.platform);
  const named = typeof options.name === 'string' ? options.name : undefined;
  const folder = typed && 'path' in typed ? typed.path : (words[0] ?? named);
  // What knows ranges of versions is loaded for them alone.
  const self = flags.self === undefined ? undefined : (await import('./self.js')).readSelf(flags.self, context.dir);
  const conflict = CONFLICTS.find((one) => one === flags.conflict);
  const noSuch = flags.conflict === undefined || conflict ? [] : [`--conflict wants ${CONFLICTS.join(', ')}.`];
  const wrongSelf = self && 'mistake' in self ? [self.mistake] : [];
  return {
    ...(folder !== undefined && { folder }),
    ...(self && 'self' in self && self),
    ...(conflict && { conflict }),
    options,
    free,
    mistakes: [
      ...(complete ? [] : [config]),
      ...(typed && 'mistake' in typed ? [typed.mistake] : []),
      ...mistakes,
      ...noSuch,
      ...wrongSelf,
    ],
    complete,
  };
}

/** The options with the name of the project, which is that of its folder unless they say another one. */
export function withName({ folder, options }: Pick<Said, 'folder' | 'options'>, dir: string): Json {
  return { ...options, name: options.name ?? (folder === undefined ? 'project' : nameFrom(resolve(dir, folder))) };
}

/** Somebody is here to ask, and wants to be. */
function mayAsk({ flags }: CreateCall, context: Context): boolean {
  return isInteractive(context) && flags.yes === undefined && flags.config === undefined;
}

function diagnose(said: Said, dir: string, everything: boolean): readonly Diagnostic[] {
  const options = withName(said, dir);
  return everything ? loadOptions(options).diagnostics : parseOptions(options, catalog, presets).diagnostics;
}

/** Every mistake in what was said, as text; empty where there is none. What can still be asked for is not missed. */
function problems(said: Said, call: CreateCall, context: Context): string {
  const asks = mayAsk(call, context);
  const missing =
    asks || said.folder !== undefined || !said.complete ? [] : ['In which folder? npx create-lge-stack shop --yes'];
  // What is found in a folder goes under what is said: rules judge both together, once they are.
  const found = diagnose(said, context.dir, said.complete && !asks && !call.flags.adopt);
  const options = hasErrors(found) ? describe(found, OPTIONS_FILE, styleFor(context.errors, context.env)) : '';
  return `${[...said.mistakes, ...missing].map((line) => `${line}\n`).join('')}${options}`;
}

/** What is wrong beside the mistakes that the parser has found. */
export async function describeMistakes(call: CreateCall, context: Context): Promise<string> {
  return problems(await readSaid(call, context), call, context);
}

/** What is asked of the machine; loaded where something is. */
async function machineOf({ machine }: Context): Promise<Machine> {
  return machine ?? (await import('../probe/machine.js')).thisMachine();
}

/** With free ports where some are asked for. */
async function withFree({ options, free }: Said, context: Context): Promise<Json> {
  if (free.length === 0) return options;
  const { freePorts } = await import('./wizard/ports.js');
  const ports = await freePorts(options, free, await machineOf(context));
  return ports.reduce((left, { path, port }) => withAt(left, path, port), options);
}

/** Asks for what is missing. Loaded late: it takes a while, and a run with --yes asks nothing. */
async function asked(said: Said, options: Json, { flags }: CreateCall, context: Context): Promise<Settled> {
  const { ask } = await import('./asking.js');
  const { folder, conflict, self } = said;
  const answers = await ask(
    {
      said: { ...(folder !== undefined && { folder }), adopt: flags.adopt === true, options },
      plain: flags.plain === true,
      conflict,
      probes: await machineOf(context),
    },
    context,
  );
  return {
    ...(self !== undefined && { self }),
    ...answers,
    seen: true,
    base: answers.adopt ? found(answers.prepared) : {},
    conflict: conflict ?? (answers.adopt ? 'keep' : 'error'),
  };
}

/** What a folder says of itself, as options. */
function found({ options, imported }: Prepared): Json {
  return layer(options, imported?.options) as Json;
}

/** Why nothing of a folder can be adopted; empty where something can. */
function refusal({ findings }: Prepared): string {
  return findings
    .filter(({ code }) => code === OTHER_FRAMEWORK || code === SEVERAL_PROJECTS)
    .map(({ message, hint, evidence }) => `✗ ${placeText(evidence)}: ${message}\n  ${hint}\n`)
    .join('');
}

/** Everything that flags say and prompts are told, or what is wrong with it as text. */
export async function settle(call: CreateCall, context: Context): Promise<Settled | string> {
  const said = await readSaid(call, context);
  const wrong = problems(said, call, context);
  if (mayAsk(call, context) && wrong === '') return asked(said, await withFree(said, context), call, context);
  const { folder, self } = said;
  const nothing = Object.keys(said.options).length === 0 && said.free.length === 0 && !call.flags.adopt;
  const nobody = call.flags.yes === undefined && nothing && said.mistakes.length === 0;
  if (nobody) return 'Nobody is here to ask. Say --yes for the defaults, or name options by flags: see --help.\n';
  if (wrong !== '' || folder === undefined) return wrong;
  const dir = resolve(context.dir, folder);
  const adopt = call.flags.adopt === true && folderKind(dir) === 'files';
  const prepared = adopt ? await prepare(dir, knownFolders(said.options)) : NOTHING_PREPARED;
  const refused = refusal(prepared);
  if (refused !== '') return refused;
  const base = found(prepared);
  const options = withName({ folder, options: layer(base, await withFree(said, context)) as Json }, context.dir);
  const conflict = said.conflict ?? (adopt ? 'keep' : 'error');
  return {
    ...(self !== undefined && { self }),
    ...(adopt && { prepared }),
    ...{ folder, options, base, conflict, adopt, seen: false, end: 'create' as const },
  };
}
