import type { Fact } from '../fact.js';
import { join, upwards } from '../path.js';
import type { Tree } from '../tree.js';
import { lineWhere } from '../text.js';
import { parseToml, textAt } from '../toml.js';

/** Reads one kind of file that names a version. */
interface Reader {
  readonly names: readonly string[];
  /** The version in a line. */
  readonly pattern: RegExp;
  readonly sure: Fact<string>['sure'];
}

const READERS: readonly Reader[] = [
  { names: ['.python-version'], pattern: /^\s*(?:cpython-)?(3\.\d+)/, sure: 'certain' },
  { names: ['runtime.txt'], pattern: /^\s*python-(3\.\d+)/, sure: 'certain' },
  { names: ['.tool-versions', 'mise.toml', '.mise.toml'], pattern: /^\s*python\s*=?\s*"?(3\.\d+)/, sure: 'certain' },
  { names: ['Pipfile'], pattern: /^\s*python_(?:full_)?version\s*=\s*"(3\.\d+)/, sure: 'certain' },
];

/** Images that have their Python in their name, with or without a registry before it. */
const IMAGE = /^\s*FROM\s+(?:--platform=\S+\s+)?\S*?(?:python:|-python:?|python)(3\.\d+)/i;

function fromFile(tree: Tree, file: string, { pattern, sure }: Omit<Reader, 'names'>): Fact<string> | undefined {
  const lines = (tree.read(file) ?? '').split('\n');
  const index = lines.findIndex((line) => pattern.test(line));
  const value = index < 0 ? undefined : pattern.exec(lines[index]!)?.[1];
  return value === undefined ? undefined : { value, sure, evidence: { file, line: index + 1 } };
}

/** The least version that a specifier lets in: of `>=3.11,<3.14` and `^3.11`, 3.11. */
export function leastOf(specifier: string): string | undefined {
  const parts = specifier.split(/,|\|\|/).map((part) => part.trim());
  const lower = parts.find((part) => /^(>=|~=|==|\^|~|>|\d)/.test(part));
  return lower === undefined ? undefined : /(3\.\d+)/.exec(lower)?.[1];
}

function fromManifest(tree: Tree, file: string): Fact<string> | undefined {
  const text = tree.read(file);
  const toml = parseToml(text);
  const asked = textAt(toml, 'project', 'requires-python') ?? textAt(toml, 'tool', 'poetry', 'dependencies', 'python');
  const value = asked === undefined ? undefined : leastOf(asked);
  if (value === undefined || asked === undefined) return undefined;
  const line = lineWhere(text ?? '', (one) => /^\s*(requires-python|python)\s*=/.test(one));
  // One version, as `==3.12.*` has it, or the first of several.
  const sure = /^(==|~=)?\s*3\.\d+(\.\*|\.\d+)?$/.test(asked.trim()) ? 'certain' : 'likely';
  return { value, sure, evidence: { file, ...(line !== undefined && { line }) } };
}

/** The version that the application runs with: as tools are told, then as its image has it, then the least it wants. */
export function pythonVersionOf(tree: Tree, folder: string, dockerfiles: readonly string[]): Fact<string> | undefined {
  for (const above of upwards(folder)) {
    for (const reader of READERS) {
      const found = reader.names
        .map((name) => fromFile(tree, join(above, name), reader))
        .find((fact) => fact !== undefined);
      if (found) return found;
    }
  }
  for (const file of dockerfiles) {
    const found = fromFile(tree, file, { pattern: IMAGE, sure: 'likely' });
    if (found) return found;
  }
  for (const above of upwards(folder)) {
    const found = fromManifest(tree, join(above, 'pyproject.toml'));
    if (found) return found;
  }
  return undefined;
}
