import type { SyntaxNode } from '@lezer/common';
import { at, children, textOf, type Code } from '../code.js';
import { below, folderOf, join } from '../path.js';
import { named, type Scope } from './names.js';
import { qualified, shortName } from './sources.js';
import { callOf, dottedOf, elements, stringOf } from './syntax.js';

export type Constant = string | number | boolean | null | readonly Constant[];

/** What a text begins with; `whole` where nothing follows that is decided as the program runs. */
export interface Leading {
  readonly text: string;
  readonly whole: boolean;
}

/** Nobody writes a path or a default of this length by hand, and what is generated may be nested without end. */
const isLong = (node: SyntaxNode): boolean => node.to - node.from > 4000;

const ONE: Readonly<Record<string, (code: Code) => Constant>> = {
  Number: (code) => Number(textOf(code).replaceAll('_', '')),
  Boolean: (code) => textOf(code) === 'True',
  None: () => null,
};
const MANY = ['ArrayExpression', 'TupleExpression', 'SetExpression'];

/** What an expression is worth without running anything; undefined where that cannot be said. */
export function evaluate(scope: Scope, code: Code): Constant | undefined {
  const { node } = code;
  if (isLong(node)) return undefined;
  const one = ONE[node.name];
  if (one) return one(code);
  if (MANY.includes(node.name)) return list(scope, code);
  if (node.name === 'ParenthesizedExpression') return evaluate(scope, at(code, node.firstChild!.nextSibling ?? node));
  if (node.name === 'UnaryExpression' && textOf(code).startsWith('-')) {
    const value = node.lastChild && evaluate(scope, at(code, node.lastChild));
    return typeof value === 'number' ? -value : undefined;
  }
  const sum = arithmetic(scope, code);
  if (sum !== undefined) return sum;
  if (node.name === 'VariableName' || (node.name === 'MemberExpression' && dottedOf(code) !== undefined)) {
    const found = named(scope, code);
    if (found) return evaluate(...found);
  }
  const fallback = fallbackOf(scope, code);
  if (fallback) return evaluate(...fallback);
  const text = leading(scope, code);
  return text?.whole ? text.text : undefined;
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

/** `60 * 24 * 8`: who writes minutes of days writes them so. */
function arithmetic(scope: Scope, code: Code): number | undefined {
  const [left, operator, right] = code.node.name === 'BinaryExpression' ? children(code.node) : [];
  const apply = operator && OPERATORS[textOf(at(code, operator))];
  if (!apply || !left || !right) return undefined;
  const [a, b] = [evaluate(scope, at(code, left)), evaluate(scope, at(code, right))];
  return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : undefined;
}

function list(scope: Scope, code: Code): readonly Constant[] | undefined {
  const values = elements(code.node).map((group) =>
    group.length === 1 ? evaluate(scope, at(code, group[0]!)) : undefined,
  );
  return values.some((value) => value === undefined) ? undefined : (values as readonly Constant[]);
}

const READS = ['os.getenv', 'os.environ.get', 'environ.get', 'getenv', 'config', 'decouple.config'];

/** What a variable of the environment is where nobody sets it, of `Field(default=…)` the default, of `a or b` the second. */
function fallbackOf(scope: Scope, code: Code): readonly [Scope, Code] | undefined {
  const call = callOf(code);
  if (code.node.name === 'BinaryExpression' && code.node.getChild('or')) return [scope, at(code, code.node.lastChild!)];
  if (!call) return undefined;
  const name = qualified(scope.module, call.callee) ?? '';
  const value = READS.includes(name) ? call.positional[1] : name.endsWith('Field') ? call.positional[0] : undefined;
  const found = call.named.get('default') ?? value;
  return found && [scope, found];
}

/** What a text, or a path, begins with. */
export function leading(scope: Scope, code: Code): Leading | undefined {
  const { node } = code;
  if (isLong(node)) return undefined;
  if (node.name === 'String') return whole(stringOf(code));
  if (node.name === 'FormatString') return formatted(scope, code);
  if (node.name === 'ContinuedString') return joined(children(node).map((part) => leading(scope, at(code, part))));
  if (node.name === 'BinaryExpression') return combined(scope, code);
  if (node.name === 'CallExpression') return called(scope, code);
  if (node.name === 'VariableName' && textOf(code) === '__file__') return whole(below(scope.folder, code.path));
  const found = named(scope, code);
  if (found) return leading(...found) ?? undefined;
  if (node.name === 'MemberExpression') return ofMember(scope, code);
  return node.name === 'ParenthesizedExpression' && node.firstChild?.nextSibling
    ? leading(scope, at(code, node.firstChild.nextSibling))
    : undefined;
}

const whole = (text: string | undefined): Leading | undefined =>
  text === undefined ? undefined : { text, whole: true };

/** Texts one after another, up to the first that is not known to its end. */
function joined(parts: readonly (Leading | undefined)[], between = ''): Leading | undefined {
  if (!parts[0]) return undefined;
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (!part) return { text: `${text}${between}`, whole: false };
    const isFirst = index === 0 || (between === '/' && (part.text.startsWith('/') || text === '.'));
    text = isFirst ? part.text : `${text}${between}${part.text}`;
    if (!part.whole) return { text, whole: false };
  }
  return { text, whole: true };
}

/** The texts of `f"a{b}c"`, and between them what stands in the braces. */
function formatted(scope: Scope, code: Code): Leading | undefined {
  const text = textOf(code);
  const [, quote = ''] = /^[a-z]*("""|'''|"|')/i.exec(text) ?? [];
  const end = code.node.to - (text.endsWith(quote) ? quote.length : 0);
  let from = code.node.from + text.indexOf(quote) + quote.length;
  const parts: (Leading | undefined)[] = [];
  for (const replacement of code.node.getChildren('FormatReplacement')) {
    const inner = replacement.firstChild?.nextSibling;
    const value = inner ? evaluate(scope, at(code, inner)) : undefined;
    const isText = typeof value === 'string' || typeof value === 'number';
    parts.push(whole(code.text.slice(from, replacement.from)), isText ? whole(String(value)) : undefined);
    from = replacement.to;
  }
  return joined([...parts, whole(code.text.slice(from, end))]);
}

function combined(scope: Scope, code: Code): Leading | undefined {
  const [left, operator, right] = children(code.node);
  if (!left || !operator || !right) return undefined;
  const sign = textOf(at(code, operator));
  if (sign !== '+' && sign !== '/') return undefined;
  return joined([leading(scope, at(code, left)), leading(scope, at(code, right))], sign === '/' ? '/' : '');
}

/** Calls that give a path as it is, or the folder that it is in. */
const SAME = [
  'Path',
  'PurePath',
  'str',
  'os.path.abspath',
  'os.path.realpath',
  'os.path.normpath',
  'resolve',
  'absolute',
];
const METHODS = ['resolve', 'absolute', 'expanduser', 'as_posix', 'rstrip', 'strip'];

function called(scope: Scope, code: Code): Leading | undefined {
  const call = callOf(code)!;
  const fallback = fallbackOf(scope, code);
  if (fallback) return leading(...fallback);
  const name = qualified(scope.module, call.callee);
  const parts = call.positional.map((part) => leading(scope, part));
  if (name === 'os.path.dirname') return parts[0] && parent(parts[0]);
  if (name === 'os.path.join' || shortName(scope.module, call.callee) === 'joinpath') return joined(parts, '/');
  if (name !== undefined && [...SAME, 'pathlib.Path'].includes(name)) return joined(parts, '/');
  if (name === 'os.getcwd' || name === 'Path.cwd' || name === 'pathlib.Path.cwd') return whole('.');
  const { node } = call.callee;
  const method = node.name === 'MemberExpression' ? textOf(at(code, node.lastChild!)) : '';
  return METHODS.includes(method) ? leading(scope, at(code, node.firstChild!)) : undefined;
}

const parent = ({ text, whole: known }: Leading): Leading => ({ text: folderOf(join(text)), whole: known });

/** `path.parent`, and `path.parents[1]`. */
function ofMember(scope: Scope, code: Code): Leading | undefined {
  const { node } = code;
  if (node.lastChild?.name === 'PropertyName' && textOf(at(code, node.lastChild)) === 'parent') {
    const base = leading(scope, at(code, node.firstChild!));
    return base && parent(base);
  }
  const index = node.getChild('Number');
  const list = node.firstChild;
  if (!index || list?.name !== 'MemberExpression' || textOf(at(code, list.lastChild!)) !== 'parents') return undefined;
  let base = leading(scope, at(code, list.firstChild!));
  for (let level = Number(textOf(at(code, index))); base && level >= 0 && level < 20; level -= 1) base = parent(base);
  return base;
}
