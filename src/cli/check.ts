import { unfinished } from '../io/journal.js';
import { readObject } from '../io/objects.js';
import type { Plan } from '../io/plan.js';
import { styleFor, type Style } from '../io/terminal.js';
import { touchesDisk, type Change } from '../merge/change.js';
import { conflictMessages, explanations } from '../merge/explain.js';
import { neededBases } from '../merge/next.js';
import { OBJECTS, STATE_FILE } from '../merge/state.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/check.js';
import { EXIT } from './exit.js';
import type { Finding, Kind } from './finding.js';
import { guarded, look, writeJson } from './look.js';
import { findNewer } from './newer.js';

/** With what each finding ends the command: the worst comes first and decides. What is not here is only told. */
export function codes(strict: boolean): readonly (readonly [Kind, number])[] {
  return [
    ['refused', EXIT.refused],
    ['conflict', EXIT.conflict],
    ['unfinished', EXIT.drift],
    ['damaged', EXIT.drift],
    ['stale', EXIT.drift],
    ...(strict ? [['customised', EXIT.drift] as const] : []),
    ['outdated', EXIT.outdated],
    ['unknown', EXIT.incomplete],
  ];
}

/** The way out, said once for all findings of a kind. */
export const WAYS_OUT: Partial<Readonly<Record<Kind, string>>> = {
  conflict: '`npx lge-stack resolve` decides what waits.',
  damaged: `\`npx lge-stack sync\` writes again what it can; \`git checkout -- ${OBJECTS}\` brings back the rest.`,
  stale: '`npx lge-stack sync` brings the project up to date, and `npx lge-stack diff` shows what that changes.',
};

function ofChange(change: Change): readonly Finding[] {
  const { path, kind } = change;
  if (kind === 'refuse') {
    const { message, hint } = explanations[change.reason];
    return [{ kind: 'refused', path, message, hint: hint.replaceAll('<file>', path) }];
  }
  if (kind === 'conflict')
    return [{ kind, path, message: `It waits for your decision: ${conflictMessages[change.reason]}.` }];
  const mine: Finding = { kind: 'customised', path, message: 'You changed it, and your changes are kept.' };
  if (touchesDisk(change)) {
    const stale: Finding = { kind: 'stale', path, message: 'It is not as the options and the template want it.' };
    return kind === 'update' && change.merged ? [stale, mine] : [stale];
  }
  if (kind === 'keep' && change.owner !== 'seed') return [mine];
  if (kind === 'deleted-by-user') return [{ kind: 'deleted', path, message: 'You deleted it, so it is not written.' }];
  if (change.state?.status === 'orphaned')
    return [{ kind: 'orphaned', path, message: 'The stack has it no longer; you had changed it, so it is yours.' }];
  return [];
}

function ofPlan({ dir, changes, before }: Plan): readonly Finding[] {
  const damaged = new Set([...neededBases(before)].filter((hash) => readObject(dir, hash) === undefined));
  const paths = [...before]
    .filter(([, { base, owner }]) => damaged.has(base) && owner !== 'added')
    .map(([path]) => path);
  const found = changes.flatMap(ofChange);
  const known = found.some(({ kind }) => kind === 'stale');
  const learns = !known && changes.some(({ kind }) => kind === 'adopt' || kind === 'forget');
  const lost = `What it was rendered from is lost or damaged in ${OBJECTS}.`;
  return [
    ...found,
    ...(learns ? [{ kind: 'stale', message: `${STATE_FILE} does not know how all files are now.` } as const] : []),
    ...paths.map((path): Finding => ({ kind: 'damaged', path, message: lost })),
  ];
}

/** A run that did not come to its end. */
function interrupted(dir: string): readonly Finding[] {
  try {
    const journal = unfinished(dir);
    const message = `${journal?.command} was interrupted. The next sync takes back what it had written.`;
    return journal ? [{ kind: 'unfinished', message }] : [];
  } catch (error) {
    const [message = '', hint = ''] = (error as Error).message.replace(' Nothing was written.', '').split('\n  ');
    return [{ kind: 'damaged', message, hint }];
  }
}

/** What is to be said of the project as it is, without asking anybody, by what a sync would do. */
export function projectFindings(dir: string, plans: readonly Plan[]): readonly Finding[] {
  return [...interrupted(dir), ...plans.flatMap(ofPlan)];
}

function describe(findings: readonly Finding[], bad: ReadonlySet<Kind>, style: Style): string {
  if (findings.length === 0) return 'Everything is as the options and the template want it.\n';
  const lines = findings.map(({ kind, path, message, hint }) => {
    const mark = bad.has(kind) ? style.red('✗') : style.dim('·');
    const where = path === undefined ? '' : `${style.bold(path)}: `;
    return `${mark} ${where}${message}\n${hint === undefined ? '' : `  ${hint}\n`}`;
  });
  const kinds = new Set(findings.map(({ kind }) => kind));
  const ways = Object.entries(WAYS_OUT).flatMap(([kind, way]) => (kinds.has(kind as Kind) ? [`${way}\n`] : []));
  return [...lines, ...ways].join('');
}

/** Looks at everything and changes nothing. */
export function check({ flags: { updates, strict, json } }: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const findings = [
      ...projectFindings(context.dir, await look(context)),
      ...(updates ? await findNewer(context) : []),
    ];
    const bad = codes(strict === true);
    const code = bad.find(([kind]) => findings.some((finding) => finding.kind === kind))?.[1] ?? EXIT.ok;
    if (json) writeJson(context, { code, findings });
    else
      context.output.write(
        describe(findings, new Set(bad.map(([kind]) => kind)), styleFor(context.output, context.env)),
      );
    return code;
  });
}
