// Runs as a process of its own, bundled, so that it can be killed for real.
import fs, { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { applyPlan } from '../../../src/io/apply.js';
import { recover } from '../../../src/io/journal.js';
import { locked } from '../../../src/io/lock.js';
import type { Plan, PlanOptions } from '../../../src/io/plan.js';
import { rollback } from '../../../src/io/rollback.js';
import type { RenderedFile } from '../../../src/model/files.js';
import type * as Planner from './planner.js';

export interface Job {
  readonly dir: string;
  readonly action: 'sync' | 'recover' | 'rollback' | 'hold' | 'plan';
  readonly files?: readonly RenderedFile[];
  readonly options?: PlanOptions;
  /** Instead of those, with its maps as lists of pairs: planning needs what takes a while to load. */
  readonly plan?: Plan;
  /** Begins once this file is there, so that several processes begin together. */
  readonly go?: string;
  /** SIGKILL at the step of that name. */
  readonly step?: string;
  /** SIGKILL in that call, of those that change the disk. */
  readonly call?: number;
}

export interface Result {
  readonly steps: readonly string[];
  /** Every call that changed the disk, in order. */
  readonly calls: readonly string[];
  /** How often each file was read since the first step, if more than once. */
  readonly reads: Readonly<Record<string, number>>;
  readonly error?: { readonly name: string; readonly message: string };
  /** What the plan said, path by path. */
  readonly changes?: Readonly<Record<string, string>>;
}

const isMap = (value: unknown): value is { readonly pairs: [unknown, unknown][] } =>
  typeof value === 'object' && value !== null && 'pairs' in value;
const job = JSON.parse(process.argv[2]!, (_, value: unknown) => (isMap(value) ? new Map(value.pairs) : value)) as Job;
const steps: string[] = [];
const calls: string[] = [];
const reads = new Map<string, number>();

function die(): void {
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives while this sleeps.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

function onStep(step: string): void {
  if (steps.length === 0) reads.clear();
  steps.push(step);
  if (step === job.step) die();
}

function point(call: string): boolean {
  calls.push(call);
  return calls.length - 1 === job.call;
}

type Call = (...args: unknown[]) => unknown;

/** Before the call; of what writes, the half is on disk. */
function watch(): void {
  const real = { ...fs };
  const opened = new Map<unknown, string>();
  const changes: Readonly<Record<string, (args: readonly unknown[]) => boolean>> = {
    openSync: ([, flags]) => flags === 'wx',
    renameSync: () => true,
    chmodSync: () => true,
    rmdirSync: () => true,
    mkdirSync: ([path]) => !real.existsSync(path as string),
    unlinkSync: ([path]) => real.existsSync(path as string),
    rmSync: ([path]) => real.existsSync(path as string),
  };
  const target = fs as unknown as Record<string, Call>;
  for (const [name, matters] of Object.entries(changes)) {
    const original = (real as unknown as Record<string, Call>)[name]!;
    target[name] = (...args) => {
      if (matters(args) && point(`${name} ${String(args[0])}`)) die();
      const result = original(...args);
      if (name === 'openSync') opened.set(result, String(args[0]));
      return result;
    };
  }
  target.readFileSync = (...args) => {
    reads.set(String(args[0]), (reads.get(String(args[0])) ?? 0) + 1);
    return (real.readFileSync as Call)(...args);
  };
  target.writeSync = (...args) => {
    const bytes = Buffer.from(args[1] as Uint8Array | string);
    if (!point(`writeSync ${opened.get(args[0])}`)) return (real.writeSync as Call)(...args);
    real.writeSync(args[0] as number, bytes.subarray(0, bytes.length / 2));
    return die();
  };
  target.writeFileSync = (...args) => {
    const bytes = Buffer.from(args[1] as Uint8Array | string);
    if (!point(`writeFileSync ${String(args[0])}`)) {
      real.writeFileSync(args[0] as string, bytes);
      return;
    }
    real.writeFileSync(args[0] as string, bytes.subarray(0, bytes.length / 2));
    die();
  };
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Many times, as fast as it goes: two at once would meet. */
function hold(dir: string): void {
  const marker = `${dir}/held`;
  for (let round = 0; round < 20; round++)
    locked(dir, () => {
      fs.closeSync(fs.openSync(marker, 'wx'));
      fs.rmSync(marker);
    });
}

function act({ dir, action, plan: given, files = [], options = { version: '2.0.0' } }: Job): Pick<Result, 'changes'> {
  if (action === 'hold') hold(dir);
  if (action === 'recover') locked(dir, () => recover(dir));
  if (action === 'rollback') rollback(dir, undefined, onStep);
  if (action !== 'sync' && action !== 'plan') return {};
  const planned = (): Plan => {
    const { planProject } = createRequire(process.argv[1]!)('./planner.cjs') as typeof Planner;
    return planProject(dir, files, options);
  };
  const plan = given ?? planned();
  if (action === 'sync') applyPlan(plan, { onStep });
  return {
    changes: Object.fromEntries(
      plan.changes.map((change) => [change.path, 'reason' in change ? `${change.kind} ${change.reason}` : change.kind]),
    ),
  };
}

function main(): Omit<Result, 'reads'> {
  while (job.go !== undefined && !existsSync(job.go)) sleep(1);
  watch();
  try {
    return { ...act(job), steps, calls };
  } catch (error) {
    const { name, message } = error as Error;
    return { steps, calls, error: { name, message } };
  }
}

const result = main();
const often = Object.fromEntries([...reads].filter(([, times]) => times > 1));
process.stdout.write(JSON.stringify({ ...result, reads: often } satisfies Result));
