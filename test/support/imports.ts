import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export const SOURCES = join(import.meta.dirname, '../../src');

export interface Import {
  /** A package, or a file of src/, relative to it. */
  readonly to: string;
  readonly local: boolean;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
}

/** Every file of src/ that is written by hand, with what it imports. */
export function imports(): ReadonlyMap<string, readonly Import[]> {
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(SOURCES, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('generated/'));
  return new Map(files.toSorted().map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): readonly Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(SOURCES, file), 'utf8'), ts.ScriptTarget.ES2023, true);
  const found: Import[] = [];
  const add = (node: ts.Expression | undefined, typeOnly: boolean): void => {
    if (!node || !ts.isStringLiteral(node)) return;
    const local = node.text.startsWith('.');
    const to = local ? join(dirname(file), node.text).replace(/\.js$/, '.ts') : node.text;
    found.push({ to, local, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A way from a file to itself over what is there at run time, or `undefined`. */
export function cycle(all: ReadonlyMap<string, readonly Import[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const from = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { to, local, typeOnly } of all.get(file) ?? []) {
      const found = local && !typeOnly ? from(to, [...way, file]) : undefined;
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of all.keys()) {
    const found = from(file, []);
    if (found) return found;
  }
  return undefined;
}
