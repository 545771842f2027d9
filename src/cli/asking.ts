import { resolve } from 'node:path';
import { catalog } from '../index.js';
import { describe, styleFor } from '../io/terminal.js';
import { hasErrors } from '../model/diagnostic.js';
import { refusals, type Change } from '../merge/change.js';
import { explanations } from '../merge/explain.js';
import { OPTIONS_FILE } from '../project/paths.js';
import type { Probes } from '../probe/probes.js';
import type { Context } from './command.js';
import type { Json } from './options.js';
import { folderKind, type OnConflict } from './folder.js';
import { prepare } from './prepare.js';
import { holdSignals } from './signals.js';
import { runWizard } from './wizard/run-wizard.js';
import type { Answers, Preview } from './wizard/screen.js';

const KINDS: Partial<Readonly<Record<Change['kind'], Preview['files'][number]['kind']>>> = {
  create: 'create',
  update: 'update',
  conflict: 'wait',
};

/** Without colours: they are the terminal's. */
const PLAIN = styleFor({ write: () => undefined }, {});

/** What plans and compares is loaded now: the first question does not wait for it. */
async function previewOf(
  dir: string,
  { folder, adopt, options, prepared }: Answers,
  conflict: OnConflict | undefined,
): Promise<Preview> {
  const [{ planCreate }, { patches }] = await Promise.all([import('./plan-create.js'), import('./diff.js')]);
  const { plan, diagnostics } = planCreate({
    dir: resolve(dir, folder),
    options,
    ...(adopt && { prepared }),
    conflict: conflict ?? (adopt ? 'keep' : 'error'),
  });
  const refused = plan ? refusals(plan.changes) : [];
  const stopped = refused.map(({ path, reason }) => `✗ ${path}: ${explanations[reason].message}`);
  const wrong = hasErrors(diagnostics) ? describe(diagnostics, OPTIONS_FILE, PLAIN).trimEnd().split('\n') : [];
  return {
    problems: [...wrong, ...stopped],
    files: (plan?.changes ?? []).map(({ kind, path }) => ({ kind: KINDS[kind] ?? 'keep', path })),
    diff: () => (plan ? patches(plan).join('') : ''),
  };
}

export interface Asking {
  readonly said: { readonly folder?: string; readonly adopt: boolean; readonly options: Json };
  readonly plain: boolean;
  readonly conflict?: OnConflict | undefined;
  readonly probes: Probes;
}

/**
 * Asks somebody at the terminal for what nobody has said.
 *
 * @throws Cancelled where they leave.
 */
export async function ask({ said, plain, conflict, probes }: Asking, context: Context): Promise<Answers> {
  const { dir, input, output, env } = context;
  const held = holdSignals();
  try {
    return await runWizard({
      ...{ input, output, env, said, dir, catalog, probes, stop: held.arrived },
      ...(plain && { plain }),
      folder: (path) => folderKind(resolve(dir, path)),
      prepare: (path) => prepare(resolve(dir, path)),
      preview: (answers) => previewOf(dir, answers, conflict),
    });
  } finally {
    await held.release();
  }
}
