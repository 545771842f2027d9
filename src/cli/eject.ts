import { existsSync } from 'node:fs';
import { join } from 'node:path';
import jsonc from 'jsonc-parser';
import { backupIds } from '../io/backup.js';
import { eject as ejectFiles } from '../io/eject.js';
import { BACKUPS } from '../io/layout.js';
import { normalise } from '../merge/text.js';
import { OPTIONS_FILE, PROJENRC_FILE } from '../project/paths.js';
import { readText } from '../project/text.js';
import { CONSTRUCTS, LEFT_BEHIND, UPGRADE_WORKFLOW } from '../render/project.js';
import { PROJENRC } from '../render/projenrc.js';
import { answered } from './answer.js';
import { Cancelled } from './cancelled.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/eject.js';
import { EXIT } from './exit.js';
import { filesOf, headerEdits, speakingOfUs, withoutLines } from './headers.js';
import { guarded, isInteractive } from './look.js';

type Json = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Where package.json names us and, unless code of the user's needs it, projen. What else it needs is the user's. */
function mentions(json: Json, keepProjen: boolean): readonly (readonly [group: string, key: string])[] {
  const groups = ['dependencies', 'devDependencies'];
  const named = (name: string, value?: string): readonly (readonly [string, string])[] =>
    groups.flatMap((group) => {
      const there = json[group]?.[name];
      return there === undefined || (value !== undefined && there !== value) ? [] : [[group, name] as const];
    });
  if (keepProjen) return named('create-lge-stack');
  const script = json.scripts?.projen === 'projen' ? [['scripts', 'projen'] as const] : [];
  return [...named('create-lge-stack'), ...named('projen'), ...named('constructs', CONSTRUCTS), ...script];
}

/** JSON without one key, which goes with its line; nothing else moves. */
function withoutKey(text: string, path: readonly string[]): string {
  const root = jsonc.parseTree(text);
  const property = root && jsonc.findNodeAtLocation(root, [...path])?.parent;
  const siblings = property?.parent?.children ?? [];
  const at = siblings.findIndex((one) => one === property);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  if (!property) return text;
  const end = (node: jsonc.Node): number => node.offset + node.length;
  if (after) return text.slice(0, property.offset) + text.slice(after.offset);
  return text.slice(0, before ? end(before) : property.offset) + text.slice(end(property));
}

/** package.json without us; everything else in it stays as it is. */
export function withoutUs(text: string, keepProjen: boolean): string {
  const json = (jsonc.parse(text) ?? {}) as Json;
  const gone = mentions(json, keepProjen);
  const emptied = (group: string): boolean =>
    Object.keys(json[group] ?? {}).every((key) => gone.some(([in_, name]) => in_ === group && name === key));
  const paths = gone.map(([group, key]) => (emptied(group) ? [group] : [group, key]));
  // A group that goes as a whole is found once.
  return paths.reduce((now, path) => withoutKey(now, path), text);
}

/**
 * Workflows that run us on a schedule. Once our package is gone, `npx` would fetch whatever bears the name `lge-stack`, and
 * run it with the right to push.
 */
function workflows(dir: string): readonly string[] {
  return /\blge-stack upgrade\b/.test(readText(dir, UPGRADE_WORKFLOW) ?? '') ? [UPGRADE_WORKFLOW] : [];
}

async function confirmed(context: Context): Promise<boolean> {
  if (!isInteractive(context)) return false;
  const { input, output } = context;
  const { confirm } = await import('@clack/prompts');
  const message = 'Leave all files, and take create-lge-stack out of the project?';
  if (!(await answered(input, (signal) => confirm({ message, input, output, signal })))) throw new Cancelled();
  return true;
}

/** Takes out what is ours, as one transaction. @returns Files of which a line at the top was taken out. */
function takeOut(dir: string, own: boolean): readonly string[] {
  const lines = new Set([...LEFT_BEHIND.ours, ...(own ? [] : LEFT_BEHIND.projen)]);
  const remove = [OPTIONS_FILE, ...workflows(dir), ...(own ? [] : ['.projen', PROJENRC_FILE])];
  const headers = headerEdits(dir, remove);
  ejectFiles(dir, {
    remove,
    edit: {
      ...headers,
      'package.json': (text) => withoutUs(text, own),
      '.gitattributes': (text) => withoutLines(text, lines),
      '.gitignore': (text) => withoutLines(text, lines),
    },
  });
  return Object.keys(headers);
}

/** Leaves every file as it is, but for what it says of us, and takes out what is ours. */
export function eject({ flags: { yes } }: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { dir, output, errors } = context;
    if (!existsSync(join(dir, OPTIONS_FILE))) {
      errors.write(`There is no ${OPTIONS_FILE} in ${dir}.\n  Run this in the folder of the project.\n`);
      return EXIT.usage;
    }
    if (!yes && !(await confirmed(context))) {
      errors.write('Nobody is here to ask. Say --yes to eject without being asked.\n');
      return EXIT.usage;
    }
    const { recovered } = await import('../project/run.js');
    await recovered(dir, context);
    const own = normalise(readText(dir, PROJENRC_FILE) ?? PROJENRC) !== PROJENRC;
    const files = filesOf(dir);
    const headed = takeOut(dir, own);
    output.write('The files are yours alone now. Nothing writes them any more.\n');
    if (headed.length > 0) output.write(`Lines that said who writes them are gone from ${headed.join(', ')}.\n`);
    const speaking = speakingOfUs(dir, files);
    if (speaking.length > 0)
      output.write(
        `! What ${OPTIONS_FILE} and \`npx projen\` did is still told in ${speaking.join(', ')}: reword it.\n`,
      );
    if (own)
      output.write(
        `! ${PROJENRC_FILE} has code of yours, so it and projen stay: put another project of projen's in the place of LgeStack, and run it with \`npx tsx ${PROJENRC_FILE}\`.\n`,
      );
    output.write(
      `What was taken out is in ${BACKUPS}/${backupIds(dir).at(-1)}: \`npx lge-stack restore --backup last\` brings it back. After that, delete .lge, and run npm install to remove the packages.\n`,
    );
    return EXIT.ok;
  });
}
