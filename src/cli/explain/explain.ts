import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { presets } from '../../index.js';
import { readState, type Plan } from '../../io/plan.js';
import { styleFor } from '../../io/terminal.js';
import { OPTIONS_FILE } from '../../project/paths.js';
import { Stop } from '../../project/stop.js';
import { allKeys, groupAt, type Key } from '../../stack/keys.js';
import { nearest } from '../../stack/nearest.js';
import { pathAt } from '../change/edit.js';
import type { Call, Context } from '../command.js';
import type { flags } from '../commands/explain.js';
import { EXIT } from '../exit.js';
import { openProject, type Opened } from '../inspect/open.js';
import { guarded, look, projectPath, writeJson } from '../look.js';
import { optionsOf, type Options } from './alter.js';
import { remembered } from './cache.js';
import { fileFacts, lineFacts } from './file.js';
import { allInfluences, renderingOf, type Influence } from './influence.js';
import { keyFacts } from './key.js';
import { fileWords, keyWords, lineWords } from './words.js';

interface Asked {
  readonly opened: Opened;
  readonly options: Options;
  readonly json: boolean;
  readonly context: Context;
}

function say({ json, context }: Asked, facts: unknown, text: string): number {
  if (json) writeJson(context, facts);
  else context.output.write(text);
  return EXIT.ok;
}

const style = ({ context: { output, env } }: Asked): ReturnType<typeof styleFor> => styleFor(output, env);

/** Files of which an option changes nothing any more. */
function writtenOnce(dir: string): ReadonlySet<string> {
  const remembered = readState(dir);
  if (!('state' in remembered)) return new Set();
  return new Set([...remembered.state].flatMap(([path, { owner }]) => (owner === 'seed' ? [path] : [])));
}

function explainKeys(keys: readonly Key[], asked: Asked): number {
  const facts = keys.map((key) => keyFacts(key, asked.options, asked.opened, writtenOnce(asked.context.dir)));
  const words = facts.map((one) => keyWords(one, style(asked))).join('\n');
  return say(asked, facts.length === 1 ? facts[0] : facts, words);
}

/** `docker-compose.yml:12`. */
function readPlace(word: string, dir: string): { readonly path: string; readonly line?: number } {
  const [, file, line] = /^(.+):(\d+)$/.exec(word) ?? [];
  if (file === undefined) return { path: projectPath(word, dir) };
  return { path: projectPath(file, dir), line: Number(line) };
}

function strange(word: string, { options, context }: Asked, plans: readonly Plan[]): Stop {
  if (existsSync(join(context.dir, readPlace(word, context.dir).path)))
    return new Stop(`${word}: It is yours alone: no file of this stack.\n`, 2);
  const known = [
    ...options.keys.map(({ path }) => path.join('.')),
    ...plans.flatMap(({ rendered }) => rendered.map(({ path }) => path)),
  ];
  const meant = nearest(word, known);
  const way =
    meant === undefined ? 'Options are in docs/options.md, files in .lge/state.json.' : `Did you mean ${meant}?`;
  return new Stop(`${word}: There is neither an option nor a file of that name.\n  ${way}\n`, 2);
}

async function explainFile(word: string, asked: Asked): Promise<number> {
  const { context, options, opened } = asked;
  const { path, line } = readPlace(word, context.dir);
  const plans = await look(context);
  const plan = plans.find(({ rendered }) => rendered.some((file) => file.path === path));
  const { stack } = opened.source.load(opened.text);
  if (!plan || !stack) throw strange(word, asked, plans);
  const now = renderingOf(stack);
  const influences = (): readonly Influence[] =>
    remembered(context.dir, now, options.json, () => {
      if (context.errors.isTTY) context.errors.write('Trying every option, which takes some seconds …\n');
      return allInfluences(options, now);
    });
  if (line === undefined) {
    const facts = fileFacts(path, plan, stack, influences());
    return say(asked, facts, fileWords(facts, style(asked)));
  }
  const facts = lineFacts(path, line, plan, options, influences);
  if (!facts) throw new Stop(`${path} has no line ${line}.\n`, 2);
  return say(asked, facts, lineWords(facts, style(asked)));
}

/** The options that are meant: one, those of a group, or what a line of lge.stack.json says. */
function keysMeant(word: string, { options: { keys }, opened, context }: Asked): readonly Key[] {
  const { path: file, line } = readPlace(word, context.dir);
  const path = file === OPTIONS_FILE && line !== undefined ? pathAt(opened.text, line) : word.split('.');
  const key = keys.find((one) => one.path.join('.') === path.join('.'));
  return key ? [key] : groupAt(path, keys);
}

/** Says why an option, a file or a line is as it is. */
export function explain(
  { words: [word = ''], flags: { json } }: Call<typeof flags>,
  context: Context,
): Promise<number> {
  return guarded(context, async () => {
    const opened = await openProject(context);
    const options = optionsOf(opened.text, opened.source, allKeys(opened.source.catalog, presets));
    if (!options) throw new Stop(`${OPTIONS_FILE} cannot be read.\n`, 2);
    const asked: Asked = { opened, options, json: json === true, context };
    const keys = keysMeant(word, asked);
    return keys.length > 0 ? explainKeys(keys, asked) : explainFile(word, asked);
  });
}
