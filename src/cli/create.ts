import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { catalog, loadOptions, renderStack, version } from '../index.js';
import { applyPlan } from '../io/apply.js';
import { planProject, type Plan } from '../io/plan.js';
import { refusals, touchesDisk } from '../merge/change.js';
import { STATE_FILE } from '../merge/state.js';
import type { RenderedFile } from '../model/files.js';
import type { Stack } from '../model/stack.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { describeRefusals } from '../project/report.js';
import { topologyText } from '../render/diagram.js';
import { renderProjen } from '../render/project.js';
import type { Arguments } from './args.js';
import { finish } from './finish.js';
import { EXIT } from './flags.js';
import { nameFrom, optionsFile, optionsFrom, type Json } from './options.js';
import { describe, styleFor, type Output, type Style } from '../io/terminal.js';

export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & Output;
  readonly errors: Writable & Output;
}

type Env = Readonly<Record<string, string | undefined>>;

/** What the command line and the prompts have settled. */
interface Settled {
  readonly folder: string;
  readonly options: Json;
  readonly interactive: boolean;
}

function isInteractive({ input, output }: Streams, env: Env): boolean {
  return input.isTTY === true && output.isTTY === true && !env.CI;
}

async function readConfig(file: string | undefined, cwd: string, input: Readable): Promise<Json | string> {
  if (file === undefined) return {};
  try {
    if (file === '-') return JSON.parse(await readAll(input)) as Json;
    // Loaded here, because hardly anybody brings a file.
    const { default: fs } = await import('fs-extra');
    return (await fs.readJson(resolve(cwd, file))) as Json;
  } catch (error) {
    return `--config ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function readAll(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** Everything that flags say and prompts are told, or what is wrong with the command line. */
async function settle(args: Arguments, cwd: string, streams: Streams, env: Env): Promise<Settled | readonly string[]> {
  const { positionals, flags } = args;
  const config = await readConfig(flags.config?.at(-1), cwd, streams.input);
  if (typeof config === 'string') return [config];
  const { options, mistakes } = optionsFrom(args, config, catalog);
  const stray = positionals
    .slice(1)
    .map(
      (word) =>
        `"${word}" is one word too many. With npm create, flags follow two dashes: npm create lge-stack shop -- --yes.`,
    );
  if (mistakes.length + stray.length > 0) return [...mistakes, ...stray];
  const said = flags.yes !== undefined || Object.keys(options).length > 0;
  const named = positionals[0] ?? (typeof options.name === 'string' ? options.name : undefined);
  if (isInteractive(streams, env) && flags.yes === undefined && flags.config === undefined) {
    // Loaded late: it takes a while, and a run with --yes asks nothing.
    const { ask } = await import('./ask.js');
    const asked = await ask(streams, named, options, catalog);
    return {
      folder: asked.folder,
      options: optionsFrom(args, { ...config, ...asked.options }, catalog).options,
      interactive: true,
    };
  }
  if (!said) return ['Nobody is here to ask. Say --yes for the defaults, or name options by flags: see --help.'];
  if (named === undefined) return ['In which folder? npx create-lge-stack shop --yes'];
  return { folder: named, options, interactive: false };
}

/** The user's own files, written beside those of the stack. */
function optionsJson(name: string, options: Json): RenderedFile {
  return { path: OPTIONS_FILE, content: optionsFile(name, options, catalog), owner: 'seed' };
}

function summary(stack: Stack, plan: Plan, where: string, style: Style): string {
  const count = plan.changes.filter(touchesDisk).length;
  return `\n${topologyText(stack)}\n\n${style.bold(`${count} files`)} in ${where}\n`;
}

function listing(plan: Plan): string {
  return plan.changes
    .map(({ kind, path }) => `  ${kind === 'create' ? '+' : kind === 'update' ? '~' : '='} ${path}\n`)
    .join('');
}

/** A tarball or a folder is meant from here, and is written so that it is found from the project. */
function selfSpec(spec: string | undefined, cwd: string): string | undefined {
  return spec !== undefined && existsSync(resolve(cwd, spec)) ? `file:${resolve(cwd, spec)}` : spec;
}

function stop({ errors }: Streams, message: string, code: number): number {
  errors.write(`${message}\n`);
  return code;
}

function notEmpty(dir: string): boolean {
  return existsSync(dir) && readdirSync(dir).some((name) => name !== '.git');
}

/** A new project: plans all of it, then writes it, then makes lock files. */
export async function create(args: Arguments, cwd: string, streams: Streams, env: Env): Promise<number> {
  const style = styleFor(streams.output, env);
  const settled = await settle(args, cwd, streams, env);
  if (!('folder' in settled)) return stop(streams, settled.join('\n'), EXIT.usage);
  const dir = resolve(cwd, settled.folder);
  if (existsSync(join(dir, STATE_FILE)))
    return stop(
      streams,
      `${settled.folder} is a project of create-lge-stack already. Edit its lge.stack.json and run npx projen there.`,
      EXIT.refused,
    );
  const name = typeof settled.options.name === 'string' ? settled.options.name : nameFrom(basename(dir));
  const self = selfSpec(args.flags.self?.at(-1), cwd);
  const { stack, diagnostics } = loadOptions({ ...settled.options, name }, self === undefined ? {} : { self });
  streams.errors.write(describe(diagnostics, OPTIONS_FILE, style));
  if (!stack) return EXIT.usage;

  const plan = planProject(dir, renderStack(stack), {
    version,
    foreign: 'refuse',
    beside: [...renderProjen(), optionsJson(name, settled.options)],
  });
  const refused = refusals(plan.changes);
  if (refused.length > 0) {
    streams.errors.write(describeRefusals(refused, style));
    return EXIT.refused;
  }
  const where = relative(cwd, dir) || '.';
  streams.output.write(summary(stack, plan, where, style));
  if (args.flags['dry-run']) {
    streams.output.write(`${listing(plan)}Nothing was written (--dry-run).\n`);
    return EXIT.ok;
  }
  if (settled.interactive) {
    const { confirmCreate } = await import('./ask.js');
    await confirmCreate(streams, notEmpty(dir) ? `${where} is not empty. Add these files?` : 'Create it?');
  }
  applyPlan(plan);
  return finish({ stack, dir, where, args, streams, style });
}
