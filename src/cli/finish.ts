import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../model/stack.js';
import type { Arguments } from './args.js';
import type { Streams } from './create.js';
import { EXIT } from './flags.js';
import { lockFiles, makeLock, run, type LockFile } from './lock.js';
import type { Style } from '../io/terminal.js';

interface Created {
  readonly stack: Stack;
  readonly dir: string;
  readonly where: string;
  readonly args: Arguments;
  readonly streams: Streams;
  readonly style: Style;
}

const took = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function git({ dir, streams, style }: Created): Promise<void> {
  if (existsSync(join(dir, '.git')) || (await run(['git', 'rev-parse', '--is-inside-work-tree'], dir)).ok) return;
  const { ok } = await run(['git', 'init', '--quiet', '--initial-branch=main'], dir);
  if (ok) streams.output.write(`${style.green('✓')} Git repository\n`);
}

async function lock(file: LockFile, { dir, streams, style }: Created): Promise<readonly string[]> {
  if (existsSync(join(dir, file.path))) return [];
  const since = Date.now();
  const { ok, said } = await makeLock(file, dir);
  if (ok) {
    streams.output.write(`${style.green('✓')} ${file.path} ${style.dim(`${said}, ${took(since)}`)}\n`);
    return [];
  }
  streams.errors.write(`${style.yellow('!')} ${file.path} could not be made: ${said}\n`);
  return [file.byHand];
}

async function install({ dir, streams, style }: Created): Promise<readonly string[]> {
  const since = Date.now();
  const { ok, said } = await run(['npm', 'install', '--no-audit', '--no-fund'], dir);
  if (ok) {
    streams.output.write(`${style.green('✓')} node_modules ${style.dim(`npm, ${took(since)}`)}\n`);
    return [];
  }
  streams.errors.write(`${style.yellow('!')} npm install failed: ${said}\n`);
  return ['npm install'];
}

function nextSteps({ stack, where, style }: Created, byHand: readonly string[]): string {
  const commands = [...(where === '.' ? [] : [`cd ${where}`]), ...byHand, 'docker compose up -d --wait'];
  const published = stack.environments.development.containers
    .filter(({ profile }) => profile === undefined)
    .flatMap(({ publish }) => publish);
  const first = published[0];
  const address = first ? `http://localhost${first.host === 80 ? '' : `:${first.host}`}` : '';
  return `\nNext:\n${commands.map((command) => `  ${style.bold(command)}\n`).join('')}${address ? `Then open ${address}\n` : ''}To change it: edit lge.stack.json, then npx projen. More is in README.md.\n`;
}

/** After the files: a repository, lock files and dependencies. None of them undoes anything when it fails. */
export async function finish(created: Created): Promise<number> {
  const { flags } = created.args;
  if (!flags['no-git']) await git(created);
  const files = lockFiles(created.stack);
  const steps = [
    ...(flags['no-lock'] ? [] : files.map((file) => lock(file, created))),
    ...(flags['no-install'] ? [] : [install(created)]),
  ];
  const failed = (await Promise.all(steps)).flat();
  const skipped = [
    ...(flags['no-lock'] ? files.map(({ byHand }) => byHand) : []),
    ...(flags['no-install'] ? ['npm install'] : []),
  ];
  created.streams.output.write(nextSteps(created, [...failed, ...skipped]));
  return EXIT.ok;
}
