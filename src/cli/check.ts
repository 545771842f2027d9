import { version } from '../generated/version.js';
import { unfinished } from '../io/journal.js';
import { readObject } from '../io/objects.js';
import type { Plan } from '../io/plan.js';
import { styleFor, type Style } from '../io/terminal.js';
import { touchesDisk, type Change } from '../merge/change.js';
import { conflictMessages, explanations } from '../merge/explain.js';
import { neededBases } from '../merge/next.js';
import { compareVersions } from '../merge/state.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/check.js';
import { EXIT } from './exit.js';
import { guarded, look, writeJson } from './look.js';
import { run } from './run.js';

type Kind =
  'refused' | 'conflict' | 'stale' | 'damaged' | 'unfinished' | 'outdated' | 'customised' | 'deleted' | 'orphaned';

interface Finding {
  readonly kind: Kind;
  readonly path?: string;
  readonly message: string;
}

/** The worst one decides; what is not here is only told. */
const CODES: readonly (readonly [Kind, number])[] = [
  ['refused', EXIT.refused],
  ['conflict', EXIT.conflict],
  ['unfinished', EXIT.drift],
  ['damaged', EXIT.drift],
  ['stale', EXIT.drift],
  ['outdated', EXIT.outdated],
];

function ofChange(change: Change): readonly Finding[] {
  const { path, kind } = change;
  if (kind === 'refuse') return [{ kind: 'refused', path, message: explanations[change.reason].message }];
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
  const damaged = [...neededBases(before)].filter((hash) => readObject(dir, hash) === undefined);
  const paths = [...before].filter(([, { base }]) => damaged.includes(base)).map(([path]) => path);
  const found = changes.flatMap(ofChange);
  const known = found.some(({ kind }) => kind === 'stale');
  const state: readonly Finding[] =
    !known && changes.some(({ kind }) => kind === 'adopt' || kind === 'forget')
      ? [{ kind: 'stale', message: '.lge/state.json does not know of all files.' }]
      : [];
  return [
    ...found,
    ...state,
    ...paths.map((path): Finding => ({
      kind: 'damaged',
      path,
      message: 'What it was rendered from is lost or damaged in .lge/objects.',
    })),
  ];
}

async function newer({ dir, env }: Context): Promise<readonly Finding[]> {
  const { ok, said } = await run(['npm', 'view', 'create-lge-stack', 'version'], dir, { env });
  if (!ok) return [{ kind: 'outdated', message: `The registry does not say which version is the newest: ${said}` }];
  return compareVersions(said, version) > 0
    ? [
        {
          kind: 'outdated',
          message: `create-lge-stack ${said} is there; this is ${version}. Take it with npx lge-stack upgrade.`,
        },
      ]
    : [];
}

function describe(findings: readonly Finding[], style: Style): string {
  const bad = new Set(CODES.map(([kind]) => kind));
  const lines = findings.map(({ kind, path, message }) => {
    const mark = bad.has(kind) ? style.red('✗') : style.dim('·');
    return `${mark} ${path === undefined ? '' : `${style.bold(path)}: `}${message}\n`;
  });
  return lines.length === 0 ? 'Everything is as the options and the template want it.\n' : lines.join('');
}

/** Looks at everything and changes nothing. */
export function check(call: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const journal = unfinished(context.dir);
    const interrupted: readonly Finding[] = journal
      ? [
          {
            kind: 'unfinished',
            message: `${journal.command} was interrupted. The next sync takes back what it had written.`,
          },
        ]
      : [];
    const findings = [
      ...interrupted,
      ...(await look(context)).flatMap(ofPlan),
      ...(call.flags.updates ? await newer(context) : []),
    ];
    const worst = CODES.find(([kind]) => findings.some((finding) => finding.kind === kind))?.[1];
    const strict = call.flags.strict && findings.some(({ kind }) => kind === 'customised') ? EXIT.drift : EXIT.ok;
    const code = worst ?? strict;
    if (call.flags.json) writeJson(context, { code, findings });
    else context.output.write(describe(findings, styleFor(context.output, context.env)));
    return code;
  });
}
