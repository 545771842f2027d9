import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Json } from '../../../src/cli/json.js';
import { runWizard, type WizardOptions } from '../../../src/cli/wizard/run-wizard.js';
import {
  NOTHING_PREPARED,
  type Answers,
  type FolderKind,
  type Prepared,
  type Preview,
} from '../../../src/cli/wizard/screen.js';
import { resolved } from '../../../src/cli/wizard/resolved.js';
import { catalog } from '../../../src/index.js';
import type { Probes } from '../../../src/probe/probes.js';
import { Capture, somebody, type Typed } from '../run-main.js';

export const ENTER = '\r';
export const ESC = '\u001B';
export const SHIFT_TAB = '\u001B[Z';
export const UP = '\u001B[A';
export const DOWN = '\u001B[B';
export const RIGHT = '\u001B[C';
export const LEFT = '\u001B[D';
export const down = (times: number): string => DOWN.repeat(times) + ENTER;

/** A machine that is the same wherever the tests run. */
export function machine(used: Readonly<Record<number, string>> = {}): Probes {
  return {
    port: (port) => Promise.resolve(used[port] === undefined ? undefined : { port, by: used[port] }),
    docker: () => Promise.resolve({ engine: '28.1', compose: '2.35', host: { cpus: 4, memory: 7884 } }),
    host: () => ({ cpus: 4, memory: 16_000 }),
  };
}

export interface Scene {
  readonly said?: Partial<WizardOptions['said']>;
  /** By path as it is typed; default: nothing is there but an empty folder to start in. */
  readonly folders?: Readonly<Record<string, FolderKind>>;
  readonly prepared?: Prepared;
  readonly used?: Readonly<Record<number, string>>;
  readonly problems?: readonly string[];
}

/** What creating would do, told of a disk that is not there. */
function previewOf({ options }: Answers, problems: readonly string[]): Preview {
  const wrong = resolved(options).diagnostics.filter(({ severity }) => severity === 'error');
  return {
    problems: [...problems, ...wrong.map(({ path, message }) => `✗ ${path.join('.')}: ${message}`)],
    files: [
      { kind: 'create', path: 'docker-compose.yml' },
      { kind: 'create', path: 'lge.stack.json' },
      { kind: 'update', path: '.gitignore' },
    ],
    diff: () => '+++ docker-compose.yml\n+services:',
  };
}

export function surroundings({ said, folders = {}, prepared, used, problems = [] }: Scene) {
  const kinds: Readonly<Record<string, FolderKind>> = { '.': 'empty', ...folders };
  return {
    said: { adopt: false, options: {} as Json, ...said },
    dir: resolve('/home/me/shop'),
    catalog,
    probes: machine(used),
    folder: (path: string) => kinds[path] ?? 'missing',
    prepare: () => Promise.resolve(prepared ?? NOTHING_PREPARED),
    preview: (answers: Answers) => Promise.resolve(previewOf(answers, problems)),
  };
}

export interface Asked {
  readonly answers?: Answers;
  /** What was thrown. */
  readonly error?: string;
  /** All that was shown, without colours. */
  readonly out: string;
}

/** Somebody types at the wizard. */
export async function asked(
  typed: readonly Typed[],
  scene: Scene = {},
  more: Partial<WizardOptions> = {},
): Promise<Asked> {
  const output = new Capture();
  const input = somebody(output, typed);
  const shown = (): string => stripVTControlCharacters(output.text);
  try {
    const answers = await runWizard({ ...surroundings(scene), input, output, env: { TERM: 'xterm' }, ...more });
    return { answers, out: shown() };
  } catch (error) {
    return { error: (error as Error).name, out: shown() };
  }
}
