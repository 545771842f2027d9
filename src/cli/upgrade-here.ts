import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import minVersion from 'semver/ranges/min-version.js';
import jsonc from 'jsonc-parser';
import { version } from '../generated/version.js';
import type { Edit } from '../io/edits.js';
import { writeError } from '../io/errors.js';
import { styleFor } from '../io/terminal.js';
import { conflicts, refusals } from '../merge/change.js';
import { withValue } from '../merge/json-edit.js';
import type { Ask, OptionEdit } from '../model/migration.js';
import { prepare, type Prepared } from '../project/prepare.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { changesJson } from '../project/json.js';
import { describeChanges, describeRefusals } from '../project/report.js';
import type { Outcome, Request } from '../project/session.js';
import { readText } from '../project/text.js';
import { PROJEN } from '../render/project.js';
import { changelogBetween } from './changelog.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/upgrade.js';
import { EXIT } from './exit.js';
import { isConflictStyle, isInteractive, WRONG_STYLE } from './look.js';
import { markdownReport } from './upgrade-report.js';

/** Set where another version runs this one to have its project brought here: what package.json is to name. */
export const SPEC_VARIABLE = 'LGE_STACK_UPGRADE_SPEC';

const PACKAGE_FILE = 'package.json';

/** A range as it was written, with the version of now. */
function rangeLike(before: string | undefined, spec: string): string {
  return /^\d/.test(spec) && before !== undefined && /^[~^]/.test(before) ? before.charAt(0) + spec : spec;
}

/** Nothing is lowered, and what is no range is the user's own choice. */
function raised(before: string | undefined, wanted: string): string | undefined {
  try {
    const [old, now] = [minVersion(before ?? ''), minVersion(wanted)];
    return before !== undefined && old && now && old.compare(now) < 0 ? wanted : undefined;
  } catch {
    return undefined;
  }
}

/** package.json with the version that comes, and the projen that it needs. */
export function dependencyEdit(text: string, spec: string): string {
  const json = (jsonc.parse(text) ?? {}) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const group = json.dependencies?.['create-lge-stack'] === undefined ? 'devDependencies' : 'dependencies';
  const projenGroup = json.dependencies?.projen === undefined ? 'devDependencies' : 'dependencies';
  const projen = raised(json[projenGroup]?.projen, PROJEN);
  const edits: readonly (readonly [string, string, string])[] = [
    [group, 'create-lge-stack', rangeLike(json[group]?.['create-lge-stack'], spec)],
    ...(projen === undefined ? [] : [[projenGroup, 'projen', projen] as const]),
  ];
  return edits.reduce((now, [where, name, value]) => withValue(now, [where, name], value), text);
}

function packageEdits(dir: string, spec: string): readonly Edit[] {
  const before = readText(dir, PACKAGE_FILE);
  if (before === undefined) return [];
  const content = dependencyEdit(before, spec);
  return content === before ? [] : [{ path: PACKAGE_FILE, before, content }];
}

/** `KEY=VALUE`, the value as JSON where it is some. */
function readAnswer(said: string): OptionEdit | undefined {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(said) ?? [];
  if (key === undefined || text === undefined) return undefined;
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // A plain word.
  }
  return { kind: 'set', path: key.split('.'), value };
}

async function askAll(asks: readonly Ask[], context: Context): Promise<readonly OptionEdit[] | undefined> {
  if (!isInteractive(context)) return undefined;
  const { askOption } = await import('./upgrade-ask.js');
  const answers: OptionEdit[] = [];
  for (const ask of asks) answers.push({ kind: 'set', path: ask.path, value: await askOption(ask, context) });
  return answers;
}

function unanswered(asks: readonly Ask[], { errors }: Context): void {
  for (const { path, message, options } of asks)
    errors.write(`✗ ${path.join('.')}: ${message}${options ? ` (${options.join(', ')})` : ''}\n`);
  errors.write(`Say it with --set ${asks[0]!.path.join('.')}=… Nothing was changed.\n`);
}

function changelog(from: string | undefined): string {
  // The bundle has this in lib/ or in lib/chunks/.
  const places = ['../CHANGELOG.md', '../../CHANGELOG.md'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const file = places.find((path) => existsSync(path));
  return from !== undefined && file !== undefined ? changelogBetween(readFileSync(file, 'utf8'), from, version) : '';
}

function tell(outcomes: readonly Outcome[], { from, about }: Prepared, news: string, { output, env }: Context): void {
  const style = styleFor(output, env);
  output.write(`${style.bold(`create-lge-stack ${from ?? '?'} → ${version}`)}\n`);
  if (news !== '') output.write(`${news}\n`);
  for (const line of about) output.write(`${style.yellow('!')} ${line}\n`);
  const changes = outcomes.map(({ plan }) => describeChanges(plan.changes, plan.before, style)).join('');
  output.write(changes === '' ? 'No file changes.\n' : changes);
}

/** Somebody is here to agree, and wants to be asked. */
const asks = ({ flags: { yes } }: Call<typeof flags>, context: Context): boolean =>
  yes !== true && isInteractive(context);

/** Whether what would be done is to be seen before it is done. Otherwise it is planned once, not twice. */
function isLookedAt(call: Call<typeof flags>, context: Context): boolean {
  const { report, 'dry-run': dry } = call.flags;
  return asks(call, context) || dry === true || report !== undefined;
}

async function wanted(call: Call<typeof flags>, context: Context): Promise<boolean> {
  if (!asks(call, context)) return true;
  const { confirmUpgrade } = await import('./upgrade-ask.js');
  return confirmUpgrade(context);
}

interface Said {
  readonly answers: readonly OptionEdit[];
  readonly conflict?: 'aside' | 'inline';
}

/** What the flags say, or what is wrong with them. */
function readFlags({ flags: { set = [], conflict } }: Call<typeof flags>): Said | string {
  const answers = set.map(readAnswer);
  if (answers.includes(undefined)) return '--set wants KEY=VALUE.';
  if (!isConflictStyle(conflict)) return WRONG_STYLE;
  return { answers: answers.filter((answer) => answer !== undefined), ...(conflict && { conflict }) };
}

/** With every question answered; `undefined` where nobody is here to answer. */
async function preparedWith(answers: readonly OptionEdit[], context: Context): Promise<Prepared | undefined> {
  const prepared = prepare(context.dir, { answers });
  if (prepared.asks.length === 0) return prepared;
  const more = await askAll(prepared.asks, context);
  if (more) return prepare(context.dir, { answers: [...answers, ...more] });
  unanswered(prepared.asks, context);
  return undefined;
}

/** @throws WriteError where it cannot be written; nothing else is by then. */
function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw writeError(error, file);
  }
}

/** What the project becomes, told in the form that was asked for. */
function present(call: Call<typeof flags>, outcomes: readonly Outcome[], prepared: Prepared, context: Context): void {
  const { json, report, 'dry-run': dry } = call.flags;
  const news = changelog(prepared.from);
  if (json) context.output.write(changesJson(outcomes));
  else tell(outcomes, prepared, news, context);
  const changes = outcomes.flatMap(({ plan }) => plan.changes);
  if (report !== undefined) writeReport(resolve(context.dir, report), markdownReport(changes, prepared, version, news));
  if (dry && !json) context.output.write('Nothing was written (--dry-run).\n');
}

/** Brings the project in the current folder, which an older version wrote, to this version. */
export async function applyHere(call: Call<typeof flags>, spec: string, context: Context): Promise<number> {
  const { dir, errors, env } = context;
  const { attempt, perform, recovered, run } = await import('../project/run.js');
  await recovered(dir, context);
  const said = readFlags(call);
  if (typeof said === 'string') {
    errors.write(`${said}\n`);
    return EXIT.usage;
  }
  const prepared = await preparedWith(said.answers, context);
  if (!prepared) return EXIT.unanswered;
  const edits = [...prepared.edits, ...packageEdits(dir, spec)];
  const request: Request = {
    text: prepared.text ?? readText(dir, OPTIONS_FILE) ?? '',
    command: `upgrade ${spec}`,
    quiet: true,
    plan: { edits, ...(said.conflict && { conflict: said.conflict }) },
  };
  if (!isLookedAt(call, context)) {
    const { code, outcomes } = await attempt(context, { ...request, json: call.flags.json === true });
    if (outcomes.length > 0 && !call.flags.json) tell(outcomes, prepared, changelog(prepared.from), context);
    return code;
  }
  const outcomes = await perform(dir, { ...request, look: true }, context);
  const changes = outcomes.flatMap(({ plan }) => plan.changes);
  const refused = refusals(changes);
  if (refused.length > 0) {
    errors.write(describeRefusals(refused, styleFor(errors, env)));
    return EXIT.refused;
  }
  present(call, outcomes, prepared, context);
  if (call.flags['dry-run']) return conflicts(changes).length > 0 ? EXIT.conflict : EXIT.ok;
  if (await wanted(call, context)) return run(context, request);
  errors.write('Nothing was written.\n');
  return EXIT.interrupted;
}
