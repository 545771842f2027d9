import { ancestor, at, evidenceOf, find, type Code } from '../code.js';
import type { ReadVariable } from '../detected.js';
import { evaluate } from './constant.js';
import type { Scope } from './names.js';
import { envText } from './settings.js';
import { qualified, type Sources } from './sources.js';
import { assignmentOf, callOf, type Call } from './syntax.js';

const WORDS = ['environ', 'getenv', 'decouple', 'environs', 'starlette.config'];
const CALLS = ['os.getenv', 'os.environ.get', 'os.environ.pop', 'os.environ.setdefault'];
/** Packages whose object, or function, is called with the name of a variable. */
const READERS = ['decouple.config', 'decouple.Config', 'starlette.config.Config', 'environs.Env', 'environ.Env'];

/** Whether the name of what is called is an object of such a package. */
function isReader(scope: Scope, callee: Code): boolean {
  const name = qualified(scope.module, callee) ?? '';
  if (READERS.includes(name)) return name === 'decouple.config';
  const [object = ''] = name.split('.');
  const value = scope.module.values.get(object);
  const call = value && callOf(value);
  return call !== undefined && READERS.includes(qualified(scope.module, call.callee) ?? '');
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

function variable(
  scope: Scope,
  name: Code | undefined,
  value: Code | undefined,
  required: boolean,
): readonly ReadVariable[] {
  const text = name && evaluate(scope, name);
  if (typeof text !== 'string' || !VARIABLE.test(text)) return [];
  const known = value && envText(evaluate(scope, value));
  return [{ name: text, ...(known !== undefined && { default: known }), required, evidence: evidenceOf(name!) }];
}

/** Code that runs as the module is loaded: without what it reads the application does not start. */
const atLoad = (code: Code): boolean => ancestor(code.node, 'FunctionDefinition', 'LambdaExpression') === undefined;

/** `value or "default"` gives a default, too. */
function alternative(code: Code): Code | undefined {
  const parent = code.node.parent;
  return parent?.name === 'BinaryExpression' && parent.getChild('or') && parent.firstChild?.from === code.node.from
    ? at(code, parent.lastChild!)
    : undefined;
}

function fromCall(scope: Scope, code: Code, { callee, positional, named }: Call): readonly ReadVariable[] {
  const name = qualified(scope.module, callee);
  if (name !== undefined && CALLS.includes(name)) {
    return variable(
      scope,
      positional[0] ?? named.get('key'),
      positional[1] ?? named.get('default') ?? alternative(code),
      false,
    );
  }
  if (!isReader(scope, callee)) return [];
  const value = named.get('default') ?? positional[1];
  return variable(scope, positional[0], named.get('default'), value === undefined && atLoad(code));
}

function fromIndex(scope: Scope, code: Code): readonly ReadVariable[] {
  const { node } = code;
  const isIndex = node.getChild('[') !== null && qualified(scope.module, at(code, node.firstChild!)) === 'os.environ';
  const parent = node.parent;
  if (!isIndex || parent?.name === 'DeleteStatement') return [];
  if (parent?.name === 'AssignStatement') {
    const { targets } = assignmentOf(at(code, parent));
    if (targets.some((target) => target.node.from === node.from)) return [];
  }
  const index = node.getChild('[')!.nextSibling;
  return variable(scope, index ? at(code, index) : undefined, undefined, atLoad(code));
}

/** Variables that are read one by one: `os.environ["X"]`, `os.getenv`, and what decouple, environs and Starlette offer. */
export function environVariables(sources: Sources, paths: readonly string[], folder: string): readonly ReadVariable[] {
  return paths
    .filter((path) => sources.mentions(path, ...WORDS))
    .flatMap((path) => {
      const module = sources.module(path);
      if (!module) return [];
      const scope = { sources, module, folder };
      return find(module.code, 'CallExpression', 'MemberExpression').flatMap((code) => {
        const call = callOf(code);
        return call ? fromCall(scope, code, call) : fromIndex(scope, code);
      });
    });
}
