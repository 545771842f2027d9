import Handlebars from 'handlebars';

type View = Readonly<Record<string, unknown>>;
type Node = hbs.AST.Node;

/**
 * The names that a template asks for and its view does not have. Handlebars itself, strict as it is told to be, does
 * not mind one that is missing where a block asks: `{{#if nothing}}`.
 */
export function missingNames(template: string, view: View): readonly string[] {
  const missing = new Set<string>();

  const look = (path: hbs.AST.Expression | undefined, scopes: readonly unknown[]): unknown => {
    if (path?.type !== 'PathExpression') return undefined;
    const { parts, depth, data, original } = path as hbs.AST.PathExpression;
    if (data) return undefined;
    let at = scopes[depth];
    for (const part of parts) {
      if (typeof at !== 'object' || at === null || !(part in at)) {
        missing.add(original);
        return undefined;
      }
      at = (at as View)[part];
    }
    return at;
  };

  const block = ({ path, params, program, inverse }: hbs.AST.BlockStatement, scopes: readonly unknown[]): void => {
    const value = look(params[0], scopes);
    const each = path.original === 'each';
    const inside = each ? [Array.isArray(value) ? (value as unknown[])[0] : undefined, ...scopes] : scopes;
    // Nothing is known of the items of an empty list.
    if (!each || inside[0] !== undefined) walk(program.body, inside);
    if (inverse as unknown) walk(inverse.body, scopes);
  };

  const walk = (body: readonly Node[], scopes: readonly unknown[]): void => {
    for (const node of body) {
      if (node.type === 'BlockStatement') block(node as hbs.AST.BlockStatement, scopes);
      else if (node.type === 'MustacheStatement') look((node as hbs.AST.MustacheStatement).path, scopes);
      else if (!['ContentStatement', 'CommentStatement'].includes(node.type))
        throw new Error(`What is a ${node.type}?`);
    }
  };

  walk(Handlebars.parse(template).body, [view]);
  return [...missing].toSorted();
}
