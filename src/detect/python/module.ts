import type { SyntaxNode } from '@lezer/common';
import { at, children, textOf, type Code } from '../code.js';
import { assignmentOf } from './syntax.js';

/** What an `import` binds a name to: a module, or what a module has. */
export interface Imported {
  /** As written: `app.core`, `..db`. */
  readonly module: string;
  readonly name?: string;
}

/** What stands at the top level of a Python file, by name. */
export interface PythonModule {
  readonly code: Code;
  readonly imports: ReadonlyMap<string, Imported>;
  readonly values: ReadonlyMap<string, Code>;
  readonly types: ReadonlyMap<string, Code>;
  readonly functions: ReadonlyMap<string, Code>;
  readonly classes: ReadonlyMap<string, Code>;
}

const NESTING = ['IfStatement', 'TryStatement', 'WithStatement', 'ForStatement', 'Body', 'StatementGroup'];

/** Statements that run as the module is loaded, those in `if`, `try` and `with` included. */
function* statements(node: SyntaxNode): Generator<SyntaxNode> {
  for (const child of children(node)) {
    if (NESTING.includes(child.name)) yield* statements(child);
    else if (child.name === 'DecoratedStatement') yield child.lastChild ?? child;
    else yield child;
  }
}

/** The names of one `import` statement. */
export function importsOf(code: Code): readonly (readonly [string, Imported])[] {
  const words = children(code.node).map((node) => textOf(at(code, node)));
  const importAt = words.indexOf('import');
  if (importAt < 0) return [];
  const from = words[0] === 'from' ? words.slice(1, importAt).join('') : undefined;
  const names = words
    .slice(importAt + 1)
    .filter((word) => word !== '(' && word !== ')' && !word.startsWith('#'))
    .join(' ')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return names.map((part): readonly [string, Imported] => {
    const [name = '', alias] = part.split(' as ').map((word) => word.replaceAll(' ', ''));
    if (from !== undefined) return [alias ?? name, { module: from, name }];
    // `import a.b` binds `a`.
    const module = alias ? name : name.split('.')[0]!;
    return [alias ?? module, { module }];
  });
}

interface Names {
  readonly imports: Map<string, Imported>;
  readonly values: Map<string, Code>;
  readonly types: Map<string, Code>;
  readonly functions: Map<string, Code>;
  readonly classes: Map<string, Code>;
}

function assign(names: Names, statement: Code): void {
  const { targets, type, value } = assignmentOf(statement);
  for (const target of targets.filter(({ node }) => node.name === 'VariableName')) {
    // The first counts: what is assigned again is mostly the same, wrapped.
    if (value && !names.values.has(textOf(target))) names.values.set(textOf(target), value);
    if (type) names.types.set(textOf(target), type);
  }
}

export function moduleOf(code: Code): PythonModule {
  const names: Names = {
    imports: new Map(),
    values: new Map(),
    types: new Map(),
    functions: new Map(),
    classes: new Map(),
  };
  for (const node of statements(code.node)) {
    const statement = at(code, node);
    const name = node.getChild('VariableName');
    if (node.name === 'ImportStatement')
      for (const [alias, imported] of importsOf(statement)) names.imports.set(alias, imported);
    else if (node.name === 'AssignStatement') assign(names, statement);
    else if (node.name === 'FunctionDefinition' && name) names.functions.set(textOf(at(code, name)), statement);
    else if (node.name === 'ClassDefinition' && name) names.classes.set(textOf(at(code, name)), statement);
  }
  return { code, ...names };
}
