import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { catalog, loadOptions, renderStack, version } from '../index.js';
import { applyPlan } from '../io/apply.js';
import { planProject, type Plan } from '../io/plan.js';
import { describe, styleFor, type Style } from '../io/terminal.js';
import { refusals, touchesDisk } from '../merge/change.js';
import { STATE_FILE } from '../merge/state.js';
import type { RenderedFile } from '../model/files.js';
import type { Stack } from '../model/stack.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { describeRefusals } from '../project/report.js';
import { topologyText } from '../render/diagram.js';
import { renderProjen } from '../render/project.js';
import type { Context } from './command.js';
import type { CreateCall } from './commands/create.js';
import { EXIT } from './exit.js';
import { finish } from './finish.js';
import { optionsFile, type Json } from './options.js';
import { settle, withName } from './settle.js';

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

function stop({ errors }: Context, text: string, code: number): number {
  errors.write(text);
  return code;
}

function notEmpty(dir: string): boolean {
  return existsSync(dir) && readdirSync(dir).some((name) => name !== '.git');
}

/** A new project: plans all of it, then writes it, then makes lock files. */
export async function createProject(call: CreateCall, context: Context): Promise<number> {
  const { dir: cwd, input, output, errors, env } = context;
  const style = styleFor(output, env);
  const settled = await settle(call, context);
  if (typeof settled === 'string') return stop(context, settled, EXIT.usage);
  const { folder, options, self, interactive } = settled;
  const dir = resolve(cwd, folder);
  if (existsSync(join(dir, STATE_FILE)))
    return stop(
      context,
      `${folder} is a project of create-lge-stack already. Edit its lge.stack.json and run npx projen there.\n`,
      EXIT.refused,
    );
  const { stack, diagnostics } = loadOptions(withName(settled, cwd), self === undefined ? {} : { self });
  errors.write(describe(diagnostics, OPTIONS_FILE, style));
  if (!stack) return EXIT.usage;

  const plan = planProject(dir, renderStack(stack), {
    version,
    foreign: 'refuse',
    beside: [...renderProjen(), optionsJson(stack.name, options)],
  });
  const refused = refusals(plan.changes);
  if (refused.length > 0) return stop(context, describeRefusals(refused, style), EXIT.refused);
  const where = relative(cwd, dir) || '.';
  output.write(summary(stack, plan, where, style));
  if (call.flags['dry-run']) {
    output.write(`${listing(plan)}Nothing was written (--dry-run).\n`);
    return EXIT.ok;
  }
  if (interactive) {
    const { confirmCreate } = await import('./ask.js');
    await confirmCreate({ input, output }, notEmpty(dir) ? `${where} is not empty. Add these files?` : 'Create it?');
  }
  applyPlan(plan, { command: 'create' });
  return finish({ stack, dir, where, call, context, style });
}
