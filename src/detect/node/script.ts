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
    const value = rest.at(-1);
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
