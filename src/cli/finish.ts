import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Style } from '../io/terminal.js';
import { compose } from '../model/compose-files.js';
import type { Stack } from '../model/stack.js';
import type { Context } from './command.js';
import type { CreateCall } from './commands/create.js';
import { EXIT } from './exit.js';
import { lockFiles, makeLock, type LockFile } from './lock.js';
import { quoted } from './replay.js';
import { run } from './run.js';

interface Created {
  readonly stack: Stack;
  readonly dir: string;
  readonly where: string;
  readonly call: CreateCall;
  /** Whether a file waits for a decision. */
  readonly waits: boolean;
  /** The command that makes the same project. */
  readonly again: string;
  readonly context: Context;
  readonly style: Style;
}

/** How a step ended, with what is left to type. */
interface Step {
  readonly failed: boolean;
  readonly byHand: readonly string[];
}

const DONE: Step = { failed: false, byHand: [] };
const skipped = (byHand: string): Step => ({ failed: false, byHand: [byHand] });
const failure = (byHand: string): Step => ({ failed: true, byHand: [byHand] });
const COMMIT = 'git add -A && git commit -m "Start the stack"';

const took = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function git({ dir, context: { output, errors, env }, style }: Created): Promise<Step> {
  if (existsSync(join(dir, '.git')) || (await run(['git', 'rev-parse', '--is-inside-work-tree'], dir, { env })).ok)
    return DONE;
  const { ok, said } = await run(['git', 'init', '--quiet', '--initial-branch=main'], dir, { env });
  if (ok) output.write(`${style.green('✓')} Git repository\n`);
  else errors.write(`${style.yellow('!')} No Git repository was made: ${said}\n`);
  // The stack does without one, so that is no failure.
  return ok ? skipped(COMMIT) : DONE;
}

async function lock(file: LockFile, { dir, context: { output, errors, env }, style }: Created): Promise<Step> {
  if (existsSync(join(dir, file.path))) return DONE;
  const since = Date.now();
  const { ok, said } = await makeLock(file, dir, env);
  if (ok) output.write(`${style.green('✓')} ${file.path} ${style.dim(`${said}, ${took(since)}`)}\n`);
  else errors.write(`${style.yellow('!')} ${file.path} could not be made: ${said}\n`);
  return ok ? DONE : failure(file.byHand);
}

async function install({ dir, context: { output, errors, env }, style }: Created): Promise<Step> {
  const since = Date.now();
  const { ok, said } = await run(['npm', 'install', '--no-audit', '--no-fund'], dir, { env });
  if (ok) output.write(`${style.green('✓')} node_modules ${style.dim(`npm, ${took(since)}`)}\n`);
  else errors.write(`${style.yellow('!')} npm install failed: ${said}\n`);
  return ok ? DONE : failure('npm install');
}

function nextSteps({ stack, where, style, again }: Created, byHand: readonly string[]): string {
  const commands = [
    ...(where === '.' ? [] : [`cd ${quoted(where)}`]),
    ...byHand,
    `${compose(stack, 'development')} up -d --wait`,
  ];
  const published = stack.environments.development.containers
    .filter(({ profile }) => profile === undefined)
    .flatMap(({ publish }) => publish);
  const first = published[0];
  const address = first ? `http://localhost${first.host === 80 ? '' : `:${first.host}`}` : '';
  return `\nNext:\n${commands.map((command) => `  ${style.bold(command)}\n`).join('')}${address ? `Then open ${address}\n` : ''}To change it: edit lge.stack.json, then npx projen. More is in README.md.\nThe same again:\n  ${style.bold(again)}\n`;
}

/** After the files: a repository, lock files and dependencies. None of them undoes anything when it fails. */
export async function finish(created: Created): Promise<number> {
  const { flags } = created.call;
  const repository = flags['no-git'] ? DONE : await git(created);
  const steps = await Promise.all([
    ...lockFiles(created.stack).map((file) =>
      flags['no-lock'] || flags.offline ? skipped(file.byHand) : lock(file, created),
    ),
    flags['no-install'] || flags.offline ? skipped('npm install') : install(created),
  ]);
  // Committed last, with the lock files in it.
  const decide = created.waits ? [skipped('npx lge-stack resolve')] : [];
  const byHand = [...steps, ...decide, repository].flatMap((step) => step.byHand);
  created.context.output.write(nextSteps(created, byHand));
  return steps.some(({ failed }) => failed) ? EXIT.incomplete : EXIT.ok;
}
