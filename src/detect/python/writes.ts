import { at, evidenceOf, find, textOf, type Code } from '../code.js';
import type { Fact, Sureness } from '../fact.js';
import { join } from '../path.js';
import { evaluate, leading } from './constant.js';
import type { Scope } from './names.js';
import { qualified, type Sources } from './sources.js';
import { callOf, elements, stringOf, type Call } from './syntax.js';

const WORDS =
  /\bopen\(|FileHandler|\bmkdir\(|makedirs|\.write_(text|bytes)\(|\.touch\(|StaticFiles|sqlite|logger\.add\(|shutil\.|shelve/;
/** Functions, and which argument is the file. */
const WRITERS: Readonly<Record<string, number>> = {
  'os.makedirs': 0,
  'os.mkdir': 0,
  'sqlite3.connect': 0,
  'shelve.open': 0,
  'shutil.copy': 1,
  'shutil.copyfile': 1,
  'shutil.move': 1,
  'logger.add': 0,
  'loguru.logger.add': 0,
};
const HANDLERS = /^(Rotating|TimedRotating|Watched|ConcurrentRotating)?FileHandler$/;
const OPENERS = ['open', 'aiofiles.open', 'io.open', 'codecs.open', 'anyio.open_file'];
const METHODS = ['mkdir', 'write_text', 'write_bytes', 'touch'];

/** What is written to, and whether it is a folder that the rest of the path is in. */
interface Written {
  readonly code: Code;
  readonly sure: Sureness;
}

const mode = (scope: Scope, call: Call): string => {
  const code = call.named.get('mode') ?? call.positional[1];
  const value = code && evaluate(scope, code);
  return typeof value === 'string' ? value : 'r';
};

function writtenBy(scope: Scope, call: Call): Written | undefined {
  const name = qualified(scope.module, call.callee);
  const last = name?.split('.').at(-1) ?? '';
  if (name !== undefined && OPENERS.includes(name)) {
    return /[wax+]/.test(mode(scope, call)) && call.positional[0]
      ? { code: call.positional[0], sure: 'certain' }
      : undefined;
  }
  const position = name === undefined ? undefined : WRITERS[name];
  const file = position === undefined ? undefined : call.positional[position];
  if (file) return { code: file, sure: 'certain' };
  if (HANDLERS.test(last)) {
    const given = call.named.get('filename') ?? call.positional[0];
    return given && { code: given, sure: 'certain' };
  }
  return byMethod(scope, call);
}

/** `Path("logs").mkdir()`, and `path.open("w")`. */
function byMethod(scope: Scope, call: Call): Written | undefined {
  const { node } = call.callee;
  if (node.name !== 'MemberExpression' || node.lastChild?.name !== 'PropertyName') return undefined;
  const method = textOf(at(call.callee, node.lastChild));
  const object = at(call.callee, node.firstChild!);
  if (METHODS.includes(method)) return { code: object, sure: 'certain' };
  if (method !== 'open') return undefined;
  const given = call.named.get('mode') ?? call.positional[0];
  const value = given && evaluate(scope, given);
  return typeof value === 'string' && /^[wax]/.test(value) ? { code: object, sure: 'certain' } : undefined;
}

/** `{"class": "logging.FileHandler", "filename": …}` */
function logFiles(code: Code): readonly Written[] {
  const entries = elements(code.node);
  const value = (name: string): Code | undefined => {
    const entry = entries.find(([key]) => key?.name === 'String' && stringOf(at(code, key)) === name);
    return entry?.[2] && at(code, entry[2]);
  };
  const [type, file] = [value('class'), value('filename')];
  return type && file && HANDLERS.test(stringOf(type)?.split('.').at(-1) ?? '')
    ? [{ code: file, sure: 'certain' }]
    : [];
}

const SQLITE = /^sqlite(?:\+\w+)?:\/\/\/(.+)$/;
const NOWHERE = /^(\/tmp|\/dev|\/proc|\/var\/tmp|:memory:)(\/|$)/;

function fact(scope: Scope, { code, sure }: Written): readonly Fact<string>[] {
  const known = leading(scope, code);
  if (!known || known.text === '') return [];
  const text = known.whole ? known.text : known.text.replace(/\/?[^/]*$/, '');
  const clean = text.startsWith('/') ? `/${join(text)}` : join(text);
  if (text === '' || clean === '.' || clean === '/.' || NOWHERE.test(clean) || /^\w+:\/\//.test(text)) return [];
  return [{ value: clean, sure: known.whole ? sure : 'likely', evidence: evidenceOf(code) }];
}

/** The folder of StaticFiles is one that uploads go to, where it is not in the tree. */
function served(scope: Scope, call: Call, files: readonly string[], folder: string): readonly Fact<string>[] {
  if (qualified(scope.module, call.callee)?.endsWith('StaticFiles') !== true) return [];
  const code = call.named.get('directory') ?? call.positional[0];
  const facts = code ? fact(scope, { code, sure: 'guessed' }) : [];
  return facts.filter(({ value }) => !files.some((path) => path.startsWith(`${join(folder, value)}/`)));
}

function sqlite(scope: Scope, code: Code): readonly Fact<string>[] {
  const path = SQLITE.exec(leading(scope, code)?.text ?? '')?.[1];
  if (path === undefined || path.includes(':memory:')) return [];
  const clean = path.startsWith('/') ? `/${join(path)}` : join(path);
  return NOWHERE.test(clean) ? [] : [{ value: clean, sure: 'likely', evidence: evidenceOf(code) }];
}

function inFile(scope: Scope, files: readonly string[]): readonly Fact<string>[] {
  const { code } = scope.module;
  const calls = find(code, 'CallExpression').flatMap((one) => {
    const call = callOf(one)!;
    const written = writtenBy(scope, call);
    return written ? fact(scope, written) : served(scope, call, files, scope.folder);
  });
  const logs = scope.sources.mentions(code.path, 'FileHandler')
    ? find(code, 'DictionaryExpression')
        .flatMap(logFiles)
        .flatMap((one) => fact(scope, one))
    : [];
  const databases = scope.sources.mentions(code.path, 'sqlite')
    ? find(code, 'String', 'FormatString').flatMap((one) => sqlite(scope, one))
    : [];
  return [...calls, ...logs, ...databases];
}

/** Paths that code writes to; of one that is put together as it runs, the folder that is known. */
export function writesOf(
  sources: Sources,
  {
    paths,
    files,
    folder,
  }: { readonly paths: readonly string[]; readonly files: readonly string[]; readonly folder: string },
): readonly Fact<string>[] {
  const facts = paths
    .filter((path) => WORDS.test(sources.text(path)))
    .flatMap((path) => {
      const module = sources.module(path);
      return module ? inFile({ sources, module, folder }, files) : [];
    });
  return facts.filter(({ value }, index) => facts.findIndex((other) => other.value === value) === index);
}
