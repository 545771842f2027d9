import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { catalog, optionsSchema, presets, version } from '../index.js';
import { applyPlan } from '../io/apply.js';
import type { Plan } from '../io/plan.js';
import { describe, styleFor, type Style } from '../io/terminal.js';
import { conflicts, refusals, touchesDisk } from '../merge/change.js';
import type { Stack } from '../model/stack.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { describeChanges, describeRefusals } from '../project/report.js';
import { topologyText } from '../render/diagram.js';
import type { Context } from './command.js';
import type { CreateCall } from './commands/create.js';
import { EXIT } from './exit.js';
import { finish } from './finish.js';
import { folderKind } from './folder.js';
import { writeJson } from './look.js';
import { optionsFile } from './options.js';
import { quoted, replayCommand } from './replay.js';
import { settle, type Settled } from './settle.js';
import { holdSignals } from './signals.js';
import { watchTools } from './written-after.js';

interface Project extends Settled {
  /** Absolute. */
  readonly dir: string;
  readonly where: string;
  readonly stack: Stack;
  readonly plan: Plan;
  /** The command that makes the same project. */
  readonly again: string;
}

function summary({ stack, plan, where, seen }: Project, style: Style): string {
  const count = plan.changes.filter(touchesDisk).length;
  return `\n${seen ? '' : `${topologyText(stack)}\n\n`}${style.bold(`${count} files`)} in ${where}\n`;
}

/** What somebody has to know of an adoption whom nobody has asked, and so nobody has told. */
async function notes({ prepared, seen, adopt }: Project): Promise<string> {
  if (!adopt || !prepared || seen) return '';
  const { adoptionNotes } = await import('../adopt/report.js');
  return adoptionNotes(prepared);
}

const MARKS: Readonly<Record<string, string>> = { create: '+', update: '~', conflict: '!' };

function listing({ changes }: Plan): string {
  return changes.map(({ kind, path }) => `  ${MARKS[kind] ?? '='} ${path}\n`).join('');
}

function stop({ errors }: Context, text: string, code: number): number {
  errors.write(text);
  return code;
}

/** Flags that are no options, and make a difference to what is written. */
const KEPT = ['adopt', 'offline', 'no-install', 'no-lock', 'no-git'] as const;

function moreFlags({ flags }: CreateCall, { adopt, conflict, self }: Settled): readonly string[] {
  const isUsual = conflict === (adopt ? 'keep' : 'error');
  const said = KEPT.filter((flag) => (flag === 'adopt' ? adopt : flags[flag] === true));
  return [
    ...said.map((flag) => `--${flag}`),
    ...(isUsual ? [] : ['--conflict', conflict]),
    ...(self === undefined ? [] : ['--self', flags.self ?? self]),
  ];
}

function command(call: CreateCall, settled: Settled, path: string): string {
  const { folder, options, base } = settled;
  return replayCommand({ folder, path, options, base, version, more: moreFlags(call, settled) }, catalog, presets);
}

/** In a file of its own: in the folder it would make a project of it. */
function saveOptions(call: CreateCall, settled: Settled, { dir, output }: Context): number {
  const { options, folder } = settled;
  const name = String(options.name);
  const text = optionsFile(name, options, catalog);
  let file = `${name}.options.json`;
  for (let count = 2; existsSync(join(dir, file)); count += 1) file = `${name}.options-${count}.json`;
  writeFileSync(join(dir, file), text, { flag: 'wx' });
  const words = [quoted(folder), '--config', file, ...moreFlags(call, settled).map(quoted)];
  output.write(`The options are in ${file}. To create the project:\n  npx create-lge-stack ${words.join(' ')}\n`);
  return EXIT.ok;
}

/** What only looks: no file is written. */
async function show(project: Project, { flags }: CreateCall, context: Context): Promise<number> {
  const { output, env } = context;
  const style = styleFor(output, env);
  if (flags.json) writeJson(context, await report(project, false));
  else if (!flags.diff)
    output.write(
      `${summary(project, style)}${listing(project.plan)}${await notes(project)}Nothing was written (--dry-run).\n`,
    );
  return EXIT.ok;
}

async function report(project: Project, written: boolean): Promise<unknown> {
  const { where, plan, options, again, adopt, prepared } = project;
  const files = plan.changes.map(({ path, kind }) => ({ path, kind }));
  const { adoptionJson } = await import('../adopt/report.js');
  const adoption = adopt && prepared ? { adoption: adoptionJson(prepared) } : {};
  return { folder: where, written, files, options, ...adoption, command: again };
}

/** All of it, or after ^C as well; what waits is told. */
async function write(project: Project, call: CreateCall, context: Context): Promise<number> {
  const { plan, stack, dir, where, again } = project;
  const { env, errors } = context;
  // With --json, standard output is for that alone.
  const told = call.flags.json ? { ...context, output: errors } : context;
  const style = styleFor(told.output, env);
  told.output.write(`${summary(project, style)}${await notes(project)}`);
  const held = holdSignals();
  applyPlan(plan, { command: project.adopt ? 'adopt' : 'create' });
  await held.release();
  const waiting = conflicts(plan.changes);
  told.output.write(describeChanges(waiting, plan.before, style));
  const keepTools = watchTools(dir, stack);
  const code = held.arrived.aborted
    ? EXIT.interrupted
    : await finish({ stack, dir, where, call, waits: waiting.length > 0, context: told, style, again });
  keepTools();
  if (call.flags.json) writeJson(context, await report(project, true));
  return code === EXIT.ok && waiting.length > 0 ? EXIT.conflict : code;
}

async function carryOut(call: CreateCall, settled: Settled, context: Context): Promise<number> {
  const { output, errors, env } = context;
  const { flags } = call;
  const style = styleFor(output, env);
  const dir = resolve(context.dir, settled.folder);
  // Late, like all that renders and merges: nobody waits for it before the first question.
  const { planCreate } = await import('./plan-create.js');
  const { stack, plan, diagnostics, options, prepared } = planCreate({ ...settled, dir });
  errors.write(describe(diagnostics, OPTIONS_FILE, style));
  if (!stack || !plan) return EXIT.usage;
  if (flags['print-config']) {
    output.write(optionsFile(stack.name, options, catalog));
    return EXIT.ok;
  }
  const refused = refusals(plan.changes);
  if (refused.length > 0) return stop(context, describeRefusals(refused, style), EXIT.refused);
  const where = relative(context.dir, dir) || '.';
  const found = settled.prepared && { prepared };
  const project: Project = {
    ...settled,
    options,
    ...found,
    dir,
    where,
    stack,
    plan,
    again: command(call, settled, dir),
  };
  if (flags.diff) {
    const { painted, patches } = await import('./diff.js');
    output.write(
      patches(plan)
        .map((patch) => painted(patch, style))
        .join(''),
    );
  }
  return flags['dry-run'] || flags.diff ? show(project, call, context) : write(project, call, context);
}

/** A new project: plans all of it, then writes it, then makes lock files. */
export async function createProject(call: CreateCall, context: Context): Promise<number> {
  if (call.flags.schema) {
    writeJson(context, optionsSchema());
    return EXIT.ok;
  }
  const settled = await settle(call, context);
  if (typeof settled === 'string') return stop(context, settled, EXIT.usage);
  if (settled.end === 'save') return saveOptions(call, settled, context);
  if (folderKind(resolve(context.dir, settled.folder)) === 'project')
    return stop(
      context,
      `${settled.folder} is a project of create-lge-stack already. Edit its lge.stack.json and run npx projen there.\n`,
      EXIT.refused,
    );
  return carryOut(call, settled, context);
}
