import { at, children, find, textOf, type Code } from '../code.js';
import { evaluate, leading } from './constant.js';
import { localValue, type Scope } from './names.js';
import { madeAs } from './makes.js';
import { argumentsOf, callOf, dottedOf, type Call } from './syntax.js';

/** A path that an application answers. */
export interface Route {
  /** Whole: prefixes of all routers that lead there included. */
  readonly path: string;
  readonly get: boolean;
  /** All that it consists of could be read, and the application was seen to include it. */
  readonly certain: boolean;
  readonly code: Code;
  /** The function that answers, where it stands beside the path. */
  readonly handler?: Code;
}

/** A part of a path. */
interface Prefix {
  readonly text: string;
  readonly certain: boolean;
}

/** Who answers, by the place in the sources where it is made; `main` is the application that is looked at. */
type Router = string;

interface Own {
  readonly router: Router;
  readonly path: Prefix;
  readonly get: boolean;
  readonly code: Code;
  readonly handler?: Code;
}

interface Include {
  readonly parent: Router;
  readonly child: Router;
  readonly prefix: Prefix;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace', 'websocket'];
const WORDS = ['APIRouter', 'FastAPI', 'include_router', 'add_api_route', '.get("/', ".get('/"];

function prefixOf(scope: Scope, code: Code | undefined): Prefix {
  if (!code) return { text: '', certain: true };
  const known = leading(scope, code);
  const value = known?.whole ? known.text : evaluate(scope, code);
  return typeof value === 'string' ? { text: value, certain: true } : { text: known?.text ?? '', certain: false };
}

/** Reads routers and routes of one file after another, and then follows them from the application. */
export function routesOf(scope: Scope, paths: readonly string[], app: Code): readonly Route[] {
  const reading = new Reading(scope, app);
  for (const path of paths) if (scope.sources.mentions(path, ...WORDS)) reading.read(path);
  return reading.routes();
}

class Reading {
  private readonly own: Own[] = [];
  private readonly includes: Include[] = [];
  private readonly prefixes = new Map<Router, Prefix>();

  public constructor(
    private readonly scope: Scope,
    private readonly app: Code,
  ) {}

  public read(path: string): void {
    const module = this.scope.sources.module(path);
    if (!module) return;
    const scope = { ...this.scope, module };
    for (const node of find(module.code, 'Decorator')) this.decorated(scope, node);
    for (const node of find(module.code, 'CallExpression')) this.called(scope, callOf(node)!, node);
  }

  /** The router that an expression stands for. */
  private router(scope: Scope, code: Code): Router | undefined {
    const made = madeAs(scope, code, 'APIRouter') ?? madeAs(scope, code, 'FastAPI');
    if (!made) {
      const dotted = dottedOf(code);
      const parameter = dotted !== undefined && localValue(code, dotted) === 'hidden';
      // What a function is given to register routes at is the application, nearly always.
      return parameter && /^(app|application|api|fastapi_app|server)$/.test(dotted) ? 'main' : undefined;
    }
    const id = this.idOf(made);
    if (!this.prefixes.has(id)) {
      const home = found(scope, made);
      this.prefixes.set(id, prefixOf(home, callOf(made)?.named.get('prefix')));
    }
    return id;
  }

  private idOf({ path, node }: Code): Router {
    return path === this.app.path && node.from === this.app.node.from ? 'main' : `${path}:${node.from}`;
  }

  /** `@router.get('/path')` */
  private decorated(scope: Scope, code: Code): void {
    const parts = children(code.node);
    const names = parts.filter(({ name }) => name === 'VariableName' || name === 'PropertyName');
    const list = code.node.getChild('ArgList');
    const [object, method] = names.length === 2 ? names : [];
    if (!object || !method || !list) return;
    const verb = textOf(at(code, method));
    if (![...METHODS, 'api_route', 'route'].includes(verb)) return;
    const router = this.router(scope, at(code, object));
    const given = argumentsOf(code, list);
    const path = given.positional[0] ?? given.named.get('path');
    const handler = code.node.parent?.getChild('FunctionDefinition');
    if (router === undefined || !path) return;
    this.own.push({
      router,
      path: prefixOf(scope, path),
      get: answersGet(verb, given.named.get('methods')),
      code,
      ...(handler && { handler: at(code, handler) }),
    });
  }

  private called(scope: Scope, { callee, positional, named: given }: Call, code: Code): void {
    const { node } = callee;
    if (node.name !== 'MemberExpression' || node.lastChild?.name !== 'PropertyName') return;
    const verb = textOf(at(callee, node.lastChild));
    if (!['include_router', 'mount', 'add_api_route'].includes(verb)) return;
    const parent = this.router(scope, at(callee, node.firstChild!));
    if (parent === undefined) return;
    if (verb === 'add_api_route') {
      const path = positional[0] ?? given.get('path');
      if (path)
        this.own.push({
          router: parent,
          path: prefixOf(scope, path),
          get: answersGet('api_route', given.get('methods')),
          code,
        });
      return;
    }
    const inner = verb === 'mount' ? (positional[1] ?? given.get('app')) : (positional[0] ?? given.get('router'));
    const child = inner && this.router(scope, inner);
    const prefix = verb === 'mount' ? (positional[0] ?? given.get('path')) : given.get('prefix');
    if (child !== undefined) this.includes.push({ parent, child, prefix: prefixOf(scope, prefix) });
  }

  /** All ways from the application to a router. */
  private ways(router: Router, seen: readonly Router[] = []): readonly Prefix[] {
    const mine = this.prefixes.get(router) ?? { text: '', certain: true };
    if (router === 'main') return [{ text: '', certain: true }];
    if (seen.includes(router) || seen.length > 8) return [];
    const above = this.includes.filter(({ child }) => child === router);
    return above.flatMap(({ parent, prefix }) =>
      this.ways(parent, [...seen, router]).map((way) => ({
        text: `${way.text}${prefix.text}${mine.text}`,
        certain: way.certain && prefix.certain && mine.certain,
      })),
    );
  }

  public routes(): readonly Route[] {
    return this.own.flatMap(({ router, path, ...rest }) => {
      const ways = this.ways(router);
      const alone: Prefix = { text: this.prefixes.get(router)?.text ?? '', certain: false };
      return (ways.length > 0 ? ways : [alone]).map((way) => ({
        ...rest,
        path: `${way.text}${path.text}` || '/',
        certain: way.certain && path.certain,
      }));
    });
  }
}

/** The scope that the call stands in, which may be that of another module. */
function found(scope: Scope, made: Code): Scope {
  const module = made.path === scope.module.code.path ? scope.module : scope.sources.module(made.path);
  return module ? { ...scope, module } : scope;
}

function answersGet(verb: string, methods: Code | undefined): boolean {
  if (verb === 'get') return true;
  return (verb === 'api_route' || verb === 'route') && (!methods || /["']get["']/i.test(textOf(methods)));
}
