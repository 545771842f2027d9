import { parser } from '@lezer/javascript';
import { at, children, find, textOf, type Code } from '../code.js';

const parsers = {
  ts: parser.configure({ dialect: 'ts' }),
  tsx: parser.configure({ dialect: 'ts jsx' }),
  js: parser.configure({ dialect: 'jsx' }),
} as const;

/** Parses JavaScript or TypeScript, by the end of the file's name. */
export function parseScript(path: string, text: string): Code {
  const kind = path.endsWith('.tsx') ? 'tsx' : /\.[cm]?ts$/.test(path) ? 'ts' : 'js';
  return { path, text, node: parsers[kind].parse(text).topNode };
}

/** What a string says; undefined for every other expression, and for a template with something in it. */
export function literalOf(code: Code): string | undefined {
  const text = textOf(code);
  if (code.node.name === 'String') return text.slice(1, -1);
  if (code.node.name === 'TemplateString' && !code.node.getChild('Interpolation')) return text.slice(1, -1);
  return code.node.name === 'Number' || code.node.name === 'BooleanLiteral' ? text : undefined;
}

/** Names and values of an object, in its order. */
export function propertiesOf(code: Code): readonly (readonly [string, Code])[] {
  return code.node.getChildren('Property').flatMap((property) => {
    const [key, ...rest] = children(property);
    // `{ port }` is `{ port: port }`.
    const value = rest.at(-1) ?? key;
    if (!key || !value || value.name === ':') return [];
    const name = key.name === 'String' ? textOf(at(code, key)).slice(1, -1) : textOf(at(code, key));
    return [[name, at(code, value)] as const];
  });
}

/** The property of every object of that shape: `build`, then `outDir` in it. */
export function propertyAt(code: Code, ...keys: readonly string[]): Code | undefined {
  return keys.reduce<Code | undefined>(
    (object, key) => object && propertiesOf(object).find(([name]) => name === key)?.[1],
    code,
  );
}

/** The configuration that a file exports: the object with one of these keys, at the top of no other. */
export function configurationOf(file: Code, keys: readonly string[]): Code | undefined {
  const objects = find(file, 'ObjectExpression');
  return objects.find((object) => propertiesOf(object).some(([name]) => keys.includes(name)));
}

/** What an expression is: itself, what a name was given, or what stands where a variable of the environment is not set. */
export function valueOf(
  file: Code,
  code: Code,
  depth = 0,
): { readonly text: string; readonly always: boolean } | undefined {
  const literal = literalOf(code);
  if (literal !== undefined) return { text: literal, always: true };
  const { node } = code;
  if (depth > 4) return undefined;
  if (node.name === 'BinaryExpression' && node.getChild('LogicOp') && node.lastChild) {
    const other = valueOf(file, at(code, node.lastChild), depth + 1);
    return other && { ...other, always: false };
  }
  if (node.name !== 'VariableName' && node.name !== 'PropertyDefinition') return undefined;
  const definition = find(file, 'VariableDefinition').find((one) => textOf(one) === textOf(code));
  const equals = definition?.node.nextSibling;
  const value = equals?.name === 'Equals' ? equals.nextSibling : undefined;
  return value ? valueOf(file, at(code, value), depth + 1) : undefined;
}
