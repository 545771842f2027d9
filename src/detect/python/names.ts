import type { SyntaxNode } from '@lezer/common';
import { at, textOf, type Code } from '../code.js';
import type { PythonModule } from './module.js';
import { meaningOfDotted, type Meaning, type Sources } from './sources.js';
import { argumentsOf, assignmentOf, callOf, dottedOf } from './syntax.js';

/** Where an expression is read: names in it mean what they mean there. */
export interface Scope {
  readonly sources: Sources;
  readonly module: PythonModule;
  /** `__file__` is said from here: the folder of the backend. */
  readonly folder: string;
  /** Values that led here, by their places: a name may be said by itself, in a circle. */
  readonly seen?: readonly string[];
}

const DEEPEST = 9;

/** The scope of what a name leads to; undefined where that leads in a circle, or on and on. */
export function into(scope: Scope, module: PythonModule, { path, node }: Code): Scope | undefined {
  const [place, seen] = [`${path}:${node.from}`, scope.seen ?? []];
  return seen.includes(place) || seen.length >= DEEPEST ? undefined : { ...scope, module, seen: [...seen, place] };
}

/** What a name was given in the functions around it; `hidden` where that is a parameter. */
export function localValue(code: Code, name: string): Code | 'hidden' | undefined {
  for (let node: SyntaxNode | null = code.node; node; node = node.parent) {
    if (node.name !== 'FunctionDefinition') continue;
    const body = node.getChild('Body');
    for (const statement of body?.getChildren('AssignStatement') ?? []) {
      const { targets, value } = assignmentOf(at(code, statement));
      const holds = value && (value.node.from > code.node.from || value.node.to < code.node.from);
      if (holds && targets.some((target) => textOf(target) === name)) return value;
    }
    const parameters = node.getChild('ParamList')?.getChildren('VariableName') ?? [];
    if (parameters.some((parameter) => textOf(at(code, parameter)) === name)) return 'hidden';
  }
  return undefined;
}

/** What an expression that is a name, or attributes of one, means in a module. */
export function meaningIn({ sources, module }: Scope, code: Code): Meaning | undefined {
  const dotted = dottedOf(code);
  return dotted === undefined ? undefined : meaningOfDotted(sources, module, dotted);
}

/** The class of what an expression makes: of `Settings()`, and of `get_settings()` that returns one. */
function classOf(scope: Scope, code: Code): Meaning | undefined {
  const meaning = meaningIn(scope, callOf(code)?.callee ?? code);
  if (!meaning || meaning.kind === 'class' || meaning.kind === 'module') {
    return meaning?.kind === 'class' ? meaning : undefined;
  }
  const next = into(scope, meaning.module, meaning.code);
  if (!next) return undefined;
  if (meaning.kind === 'value') return classOf(next, meaning.code);
  const returned = meaning.code.node.getChild('Body')?.getChild('ReturnStatement')?.lastChild;
  return returned ? classOf(next, at(meaning.code, returned)) : undefined;
}

/** What a name or `settings.NAME` was given, and where. */
export function named(scope: Scope, code: Code): readonly [Scope, Code] | undefined {
  const dotted = dottedOf(code);
  if (dotted === undefined) return undefined;
  const local = dotted.includes('.') ? undefined : localValue(code, dotted);
  if (local === 'hidden') return undefined;
  if (local) return followed(scope, scope.module, local);
  const meaning = meaningIn(scope, code);
  if (meaning?.kind === 'value') return followed(scope, meaning.module, meaning.code);
  if (code.node.name !== 'MemberExpression') return undefined;
  const type = classOf(scope, at(code, code.node.firstChild!));
  return type && field(scope, type, textOf(at(code, code.node.lastChild!)));
}

/** The value of a field in the body of a class, or of those that it derives from. */
function field(scope: Scope, type: Meaning, name: string): readonly [Scope, Code] | undefined {
  const there = into(scope, type.module, type.code);
  if (!there) return undefined;
  for (const statement of type.code.node.getChild('Body')?.getChildren('AssignStatement') ?? []) {
    const { targets, value } = assignmentOf(at(type.code, statement));
    if (targets.some((target) => textOf(target) === name)) return value && followed(there, type.module, value);
  }
  for (const base of argumentsOf(type.code, type.code.node.getChild('ArgList')).positional) {
    const meaning = meaningIn(there, base);
    const found = meaning?.kind === 'class' ? field(there, meaning, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function followed(scope: Scope, module: PythonModule, value: Code): readonly [Scope, Code] | undefined {
  const next = into(scope, module, value);
  return next && [next, value];
}
