import { parse } from 'yaml';

/** What a text says: by path, each value as JSON. A list is one value. */
export type Said = ReadonlyMap<string, string>;

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    into.set(path, JSON.stringify(value));
    return;
  }
  for (const [key, below] of Object.entries(value)) flatten(below, `${path}/${key}`, into);
}

function flat(value: unknown): Said {
  const said = new Map<string, string>();
  flatten(value, '', said);
  return said;
}

/** An alias is a value like any other here: what it stands for is said where its anchor is. */
const withoutAnchors = (text: string): string =>
  text.replaceAll(/^(\s*(?:- )?(?:[\w.<-]+: ?)?)&[\w-]+ ?/gm, '$1').replaceAll(/([:-] )\*([\w-]+)/g, '$1"*$2"');

function settings(text: string): Said {
  const said = new Map<string, string>();
  for (const [, key, value] of text.matchAll(/^([A-Z_]\w*)=(.*)$/gim)) {
    if (said.has(key!)) throw new Error(`${key} is set twice.`);
    said.set(key!, value!);
  }
  return said;
}

const known = new Map<string, Said | undefined>();

/** Written without the code that it helps to test. `undefined` where nothing is known of such texts, or of this one. */
export function says(path: string, text: string): Said | undefined {
  if (!known.has(text)) known.set(text, read(path, text));
  const said = known.get(text);
  if (known.size > 200) known.clear();
  return said;
}

/** Whether a text of this kind can be read, as far as anything here reads such texts. */
export const isReadable = (path: string, text: string): boolean =>
  !/\.(?:ya?ml|json|env\.example)$/.test(path) || says(path, text) !== undefined;

function read(path: string, text: string): Said | undefined {
  try {
    if (/\.ya?ml$/.test(path)) return flat(parse(withoutAnchors(text), { logLevel: 'error' }));
    // JSON is YAML, whose reader, other than that of JSON, refuses a key that stands twice.
    if (path.endsWith('.json')) {
      parse(text, { logLevel: 'error' });
      return flat(JSON.parse(text));
    }
    return /\.env\.example$/.test(path) ? settings(text) : undefined;
  } catch {
    return undefined;
  }
}
