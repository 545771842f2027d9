import type { Repository } from '../../detect/repository.js';
import { interpolate, type Variables } from './interpolate.js';

/** A line of a `.env` file. */
export interface EnvLine {
  readonly name: string;
  /** With variables filled in. */
  readonly value: string;
  readonly raw: string;
  readonly line: number;
}

const STATEMENT =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:[=:][ \t]*(?:"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([^\n]*)))?/gm;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', $: '$$' };

const unescaped = (text: string): string => text.replaceAll(/\\([nrt$"\\])/g, (_, one: string) => ESCAPES[one] ?? one);

/** After Compose's rules: values in single quotes are taken as they are, the others may name variables before them. */
export function readDotenv(text: string, known: Variables = new Map()): readonly EnvLine[] {
  const found: EnvLine[] = [];
  const values = new Map(known);
  let line = 1;
  let last = 0;
  for (const { index, 1: name, 2: double, 3: single, 4: plain } of text.matchAll(STATEMENT)) {
    // A name alone hands on a variable of the shell, of which nothing is known here.
    if (double === undefined && single === undefined && plain === undefined) continue;
    line += text.slice(last, index).split('\n').length - 1;
    last = index;
    const bare = (plain ?? '').replace(/(?:^|\s)#.*$/, '').trimEnd();
    const raw = single ?? double ?? bare;
    const value =
      single !== undefined
        ? raw.replaceAll("\\'", "'")
        : interpolate(double === undefined ? raw : unescaped(raw), values);
    values.set(name!, value);
    found.push({ name: name!, value, raw, line });
  }
  return found;
}

/** Names under which the values of `.env` are published, which is itself not for others to see. */
const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.development'];

export interface EnvFiles {
  readonly variables: Variables;
  /** Which files they are from; the last one wins. */
  readonly files: readonly string[];
}

/** The values that Compose would find in a folder: those of `.env`, over those of its example where it is not there. */
export function environmentOf(repository: Repository, folder: string): EnvFiles {
  const inFolder = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const example = EXAMPLES.find((name) => repository.read(inFolder(name)) !== undefined);
  const files = [...(example === undefined ? [] : [example]), '.env'].map(inFolder);
  const variables = new Map<string, string>();
  const found = files.filter((file) => {
    const text = repository.read(file);
    for (const { name, value } of text === undefined ? [] : readDotenv(text, variables)) variables.set(name, value);
    return text !== undefined;
  });
  return { variables, files: found };
}
