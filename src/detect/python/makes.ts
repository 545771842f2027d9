import { ancestor, at, find, textOf, type Code } from '../code.js';
import { into, meaningIn, named, type Scope } from './names.js';
import { shortName } from './sources.js';
import { argumentsOf, callOf } from './syntax.js';

/** Whether a class is one of these, by the classes that it names in its head and theirs. */
export function isKindOf(scope: Scope, type: Code, names: readonly string[], depth = 0): boolean {
  const { positional } = argumentsOf(type, type.node.getChild('ArgList'));
  return positional.some((base) => {
    if (names.includes(shortName(scope.module, base) ?? '')) return true;
    const meaning = meaningIn(scope, base);
    if (meaning?.kind !== 'class' || depth > 8) return false;
    return isKindOf({ ...scope, module: meaning.module }, meaning.code, names, depth + 1);
  });
}

/** The call that makes an object of a class, through names and functions that return it; undefined where it is none. */
export function madeAs(scope: Scope, code: Code, name: string): Code | undefined {
  const call = callOf(code);
  if (!call) {
    const found = named(scope, code);
    return found && madeAs(found[0], found[1], name);
  }
  if (shortName(scope.module, call.callee) === name) return code;
  const meaning = meaningIn(scope, call.callee);
  const there = meaning && into(scope, meaning.module, meaning.code);
  if (!there) return undefined;
  if (meaning.kind === 'class') return isKindOf(there, meaning.code, [name]) ? code : undefined;
  return meaning.kind === 'function' ? returned(there, meaning.code, name) : undefined;
}

/** The call whose object a function returns; its annotation is believed where its body does not say. */
export function returned(scope: Scope, definition: Code, name: string): Code | undefined {
  const own = find(definition, 'ReturnStatement').filter(
    ({ node }) => ancestor(node, 'FunctionDefinition')?.from === definition.node.from,
  );
  for (const { node } of own) {
    const value = node.lastChild && madeAs(scope, at(definition, node.lastChild), name);
    if (value) return value;
  }
  const type = definition.node.getChild('TypeDef');
  const annotated = type && new RegExp(`\\b${name}\\b`).test(textOf(at(definition, type)));
  return annotated && own.length > 0 ? at(definition, own[0]!.node) : undefined;
}

/** Whether a function can be called without arguments. */
export function needsNothing(definition: Code): boolean {
  const list = definition.node.getChild('ParamList');
  const text = list ? textOf(at(definition, list)).slice(1, -1).trim() : '';
  if (text === '' || list === null) return true;
  const parts = argumentsOf(definition, list);
  const names = list.getChildren('VariableName').length;
  const given = list.getChildren('AssignOp').length;
  const starred = text.split('*').length > 1;
  return given === names || (starred && given + parts.named.size >= names);
}
