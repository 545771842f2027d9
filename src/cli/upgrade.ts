import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../generated/version.js';
import { backups } from '../io/backup.js';
import { unfinished } from '../io/journal.js';
import { readState } from '../io/plan.js';
import { rollback } from '../io/rollback.js';
import { compareVersions } from '../merge/state.js';
import { cacheFolder } from '../project/fingerprint.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/upgrade.js';
import { EXIT } from './exit.js';
import { guarded } from './look.js';
import { run } from './run.js';
import { readSelf } from './self.js';
import { applyHere, SPEC_VARIABLE } from './upgrade-here.js';

type UpgradeCall = Call<typeof flags>;

/** What the journal and the backup of an upgrade are called. */
const COMMAND = /^upgrade (.+)$/;

/** Another version, installed where nothing else sees it. */
interface Target {
  readonly version: string;
  readonly program: string;
}

function fail({ errors }: Context, message: string, code: number): number {
  errors.write(`${message}\n`);
  return code;
}

/** Below the project's packages, so that it finds projen there as the installed one does. */
function apart(dir: string): string {
  return join(cacheFolder(dir) ?? join(dir, 'node_modules/.cache/create-lge-stack'), 'upgrade');
}

async function installApart(spec: string, { dir, env }: Context): Promise<Target | string> {
  const folder = apart(dir);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const quiet = ['--no-audit', '--no-fund', '--no-save', '--no-package-lock'];
  // Its scripts are not run: nobody has looked at it yet. Peers are the project's own.
  const { ok, said } = await run(
    ['npm', 'install', '--prefix', folder, '--ignore-scripts', '--legacy-peer-deps', ...quiet, spec],
    dir,
    { env },
  );
  if (!ok) return said;
  const home = join(folder, 'node_modules/create-lge-stack');
  const json = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly bin?: Readonly<Record<string, string>>;
  };
  const bin = json.bin?.['lge-stack'];
  return bin === undefined ? 'it has no command lge-stack' : { version: json.version, program: join(home, bin) };
}

/** The target does the rest: it knows what it renders, and how the options of older versions become its own. */
function handOver(
  target: Target,
  spec: string,
  args: readonly string[],
  { dir, env, output, errors }: Context,
): Promise<number> {
  const own = output === process.stdout;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [target.program, 'upgrade', ...args], {
      cwd: dir,
      env: { ...env, [SPEC_VARIABLE]: spec },
      stdio: own ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (chunk: Buffer) => void output.write(chunk));
    child.stderr?.on('data', (chunk: Buffer) => void errors.write(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? EXIT.interrupted);
    });
  });
}

/** What package.json is to name: the version that came, or what was said where that is no version. */
function specFor(said: string, target: Target): string {
  return /^(?:[a-z][\w.-]*|[v\d^~<>=xX*][^:]*)$/i.test(said) && !said.includes('/') ? target.version : said;
}

function rollBack({ dir, output, errors }: Context): number {
  const last = backups(dir).findLast((backup) => COMMAND.test(backup.command));
  if (!last) {
    errors.write('There is no upgrade to take back.\n');
    return EXIT.usage;
  }
  const { command, paths } = rollback(dir, last.id);
  output.write(`${command} was taken back, ${paths.length} files. Run npm install for the package as it was.\n`);
  return EXIT.ok;
}

/** The words for the target, as they were said to us. */
function passed({ flags: said }: UpgradeCall): readonly string[] {
  const { conflict, report, set = [] } = said;
  return [
    ...(['yes', 'dry-run', 'json'] as const).filter((name) => said[name]).map((name) => `--${name}`),
    ...(conflict === undefined ? [] : ['--conflict', conflict]),
    ...(report === undefined ? [] : ['--report', report]),
    ...set.flatMap((one) => ['--set', one]),
  ];
}

async function take(call: UpgradeCall, said: string, context: Context): Promise<number> {
  const { dir, errors, env } = context;
  const remembered = readState(dir);
  const read = readSelf(said, dir);
  if ('mistake' in read) return fail(context, read.mistake.replace('--self', '--to'), EXIT.usage);
  const name = read.self.startsWith('file:') ? read.self : `create-lge-stack@${read.self}`;
  if (!call.flags.json) errors.write(`Fetching ${name}\n`);
  const target = await installApart(name, context);
  if (typeof target === 'string')
    return fail(context, `✗ ${said} cannot be fetched: ${target}\nNothing was changed.`, EXIT.fault);
  const last = 'version' in remembered ? (remembered.version ?? version) : version;
  if (compareVersions(last, target.version) > 0)
    return fail(
      context,
      `✗ ${target.version} is older than ${last}, which wrote this project. Nothing was changed.\n  To go back, take the last upgrade back: npx lge-stack upgrade --rollback.`,
      EXIT.refused,
    );
  const code = await handOver(target, specFor(read.self, target), passed(call), context);
  rmSync(apart(dir), { recursive: true, force: true });
  if ((code !== EXIT.ok && code !== EXIT.conflict) || call.flags['dry-run'] || call.flags['no-install']) return code;
  const installed = await run(['npm', 'install', '--no-audit', '--no-fund'], dir, { env });
  if (installed.ok) return code;
  return fail(
    context,
    `! npm install failed: ${installed.said}\n  Everything else is done: run npm install again.`,
    EXIT.incomplete,
  );
}

/** Takes another version of the templates: fetched apart, planned by itself, written as one transaction. */
export function upgrade(call: UpgradeCall, context: Context): Promise<number> {
  return guarded(context, async () => {
    const spec = context.env[SPEC_VARIABLE];
    if (spec !== undefined) return applyHere(call, spec, context);
    const { to, resume, rollback: back } = call.flags;
    if ([to, resume, back].filter((flag) => flag !== undefined).length > 1)
      return fail(context, 'Only one of --to, --resume and --rollback can be meant.', EXIT.usage);
    if (back) return rollBack(context);
    const interrupted = COMMAND.exec(unfinished(context.dir)?.command ?? '')?.[1];
    if (resume && interrupted === undefined) return fail(context, 'No upgrade was interrupted.', EXIT.usage);
    return take(call, (resume ? interrupted : to) ?? 'latest', context);
  });
}
