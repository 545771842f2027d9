import { loadOptions, loadText, type Loaded, type LoadContext } from '../index.js';
import { readJson } from '../stack/json.js';
import { hasErrors } from '../model/diagnostic.js';
import { duplicateKeys, layer } from '../stack/parse.js';
import { OPTIONS_FILE } from './paths.js';
import { currentRequest } from './session.js';
import { readText } from './text.js';

export interface LoadedProject extends Loaded {
  /** Text of lge.stack.json; absent where there is none. */
  readonly text?: string;
}

function parse(text: string | undefined): unknown {
  const read = text === undefined ? undefined : readJson(text);
  return read && 'json' in read ? read.json : undefined;
}

/** The project goes on depending on us as it does, or as it is about to: by version, tarball or folder. */
function selfOf(dir: string): string | undefined {
  const edit = currentRequest().plan?.edits?.find(({ path }) => path === 'package.json');
  const { devDependencies, dependencies } = (parse(edit?.content ?? readText(dir, 'package.json')) ?? {}) as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >;
  const self = devDependencies?.['create-lge-stack'] ?? dependencies?.['create-lge-stack'];
  return typeof self === 'string' ? self : undefined;
}

const missing = (dir: string): Loaded => ({
  diagnostics: [
    {
      code: 'missing-file',
      severity: 'error',
      path: [],
      message: `There is no ${OPTIONS_FILE} in ${dir}.`,
      hint: 'Run this in the folder of the project, or write one with `npx create-lge-stack .`.',
    },
  ],
});

/** What the text of lge.stack.json comes to with `over` laid over it, key by key. */
export function loadOver(
  text: string,
  over: Readonly<Record<string, unknown>> | undefined,
  context: LoadContext,
): Loaded {
  const json = parse(text);
  // What is no JSON is reported as it stands in the file, whatever is laid over it.
  if (!over || json === undefined) return loadText(text, context);
  const { stack, diagnostics } = loadOptions(layer(json, over), context);
  const all = [...duplicateKeys(text), ...diagnostics];
  return { ...(stack && !hasErrors(all) && { stack }), diagnostics: all };
}

/** What code in .projenrc.ts says beside the options. */
export type CodeContext = Pick<LoadContext, 'catalog'>;

/** Reads the options of the project in `dir`, or takes what the run has in their place, and lays `over` over them. */
export function loadProject(
  dir: string,
  over: Readonly<Record<string, unknown>> | undefined,
  context: CodeContext = {},
): LoadedProject {
  const text = currentRequest().text ?? readText(dir, OPTIONS_FILE);
  if (text === undefined) return missing(dir);
  return { ...loadOver(text, over, withSelf(dir, context)), text };
}

/** With what the project depends on now. */
export function withSelf(dir: string, context: CodeContext): LoadContext {
  const self = selfOf(dir);
  return { ...context, ...(self !== undefined && { self }) };
}
