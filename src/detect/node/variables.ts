import { at, children, evidenceOf, find, textOf, type Code } from '../code.js';
import type { ReadVariable } from '../detected.js';
import { isAside, isIn, join, nameOf } from '../path.js';
import type { Tree } from '../tree.js';
import { envLines } from './env-file.js';
import { literalOf, parseScript } from './script.js';

const SCRIPT = /\.([cm]?[jt]s|[jt]sx)$/;
const TEST = /\.(test|spec|stories)\.\w+$/;
const NAME = /^(VITE|REACT_APP|NEXT_PUBLIC)_\w+$/;
const TEXT = /(VITE|REACT_APP|NEXT_PUBLIC)_/;
/** What holds variables, as its source has it. */
const OBJECTS = ['import.meta.env', 'process.env'];

/** `a ?? "x"`, or `a || "x"`. */
function alternative(code: Code): string | undefined {
  const parent = code.node.parent;
  if (parent?.name !== 'BinaryExpression' || parent.firstChild?.from !== code.node.from) return undefined;
  const operator = parent.getChild('LogicOp');
  const isDefault = operator && ['??', '||'].includes(textOf(at(code, operator)));
  return isDefault && parent.lastChild ? literalOf(at(code, parent.lastChild)) : undefined;
}

function fromMember(code: Code): readonly ReadVariable[] {
  const [object, , last] = children(code.node);
  if (!object || !last || !OBJECTS.includes(textOf(at(code, object)).replaceAll('?', ''))) return [];
  const name = last.name === 'String' ? textOf(at(code, last)).slice(1, -1) : textOf(at(code, last));
  if (!NAME.test(name)) return [];
  const value = alternative(code);
  return [{ name, ...(value !== undefined && { default: value }), required: false, evidence: evidenceOf(code) }];
}

/** `const { VITE_API_URL } = import.meta.env` */
function fromPattern(code: Code): readonly ReadVariable[] {
  const value = code.node.parent?.lastChild;
  const source = code.node.nextSibling?.name === 'Equals' ? code.node.nextSibling.nextSibling : value;
  if (!source || !OBJECTS.includes(textOf(at(code, source)))) return [];
  return code.node.getChildren('PatternProperty').flatMap((property) => {
    const key = property.firstChild;
    const name = key ? textOf(at(code, key)) : '';
    const last = property.getChild('Equals') ? property.lastChild : undefined;
    const given = last ? literalOf(at(code, last)) : undefined;
    const found = { name, ...(given !== undefined && { default: given }), required: false };
    return NAME.test(name) ? [{ ...found, evidence: evidenceOf(at(code, property)) }] : [];
  });
}

/** What `interface ImportMetaEnv` declares. */
function fromType(code: Code): readonly ReadVariable[] {
  const [key, annotation] = [code.node.getChild('PropertyDefinition'), code.node.getChild('TypeAnnotation')];
  const name = key ? textOf(at(code, key)) : '';
  if (!NAME.test(name)) return [];
  const type = annotation && textOf(at(code, annotation)).replace(/^:\s*/, '');
  return [{ name, ...(type && { type }), required: false, evidence: evidenceOf(code) }];
}

function inScript(path: string, text: string): readonly ReadVariable[] {
  return find(parseScript(path, text), 'MemberExpression', 'ObjectPattern', 'PropertyType').flatMap((code) => {
    if (code.node.name === 'MemberExpression') return fromMember(code);
    return code.node.name === 'ObjectPattern' ? fromPattern(code) : fromType(code);
  });
}

/** Files in which a build finds values that nobody sets: those that git has. */
const ENV = ['.env', '.env.production', '.env.development', '.env.example', '.env.sample', '.env.template'];

function inEnvFile(path: string, text: string): readonly ReadVariable[] {
  return envLines(text)
    .filter(({ name }) => NAME.test(name))
    .map(({ name, value, line }) => ({
      name,
      ...(value !== '' && { default: value }),
      required: false,
      evidence: { file: path, line },
    }));
}

/** Variables that are fixed when the front end is built: each once, with its type and a value, wherever they are said. */
export function frontendVariables(tree: Tree, folder: string): readonly ReadVariable[] {
  const scripts = tree.files.filter(
    (path) => isIn(folder, path) && SCRIPT.test(path) && !TEST.test(path) && !isAside(path),
  );
  const read = scripts.flatMap((path) => {
    const text = tree.read(path) ?? '';
    return TEXT.test(text) ? inScript(path, text) : [];
  });
  const files = ENV.map((name) => join(folder, name));
  const given = files.flatMap((path) => inEnvFile(path, tree.read(path) ?? ''));
  const names = [...new Set([...read, ...given].map(({ name }) => name))];
  return names.toSorted().map((name) => {
    const uses = read.filter((one) => one.name === name && !nameOf(one.evidence.file).endsWith('.d.ts'));
    const all = [...uses, ...read.filter((one) => one.name === name), ...given.filter((one) => one.name === name)];
    const type = all.find((one) => one.type !== undefined)?.type;
    const value = all.find((one) => one.default !== undefined)?.default;
    const { evidence } = all[0]!;
    return {
      name,
      ...(type !== undefined && { type }),
      ...(value !== undefined && { default: value }),
      required: false,
      evidence,
    };
  });
}
