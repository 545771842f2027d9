import { evidenceOf, type Code } from '../code.js';
import type { FrontendFacts } from '../detected.js';
import type { Fact } from '../fact.js';
import { join } from '../path.js';
import { configurationOf, literalOf, parseScript, propertiesOf, propertyAt, valueOf } from './script.js';

export type BuildFacts = Pick<FrontendFacts, 'distFolder' | 'devPort' | 'proxied' | 'passedTo'>;

const KEYS = [
  'plugins',
  'server',
  'build',
  'resolve',
  'base',
  'root',
  'preview',
  'css',
  'define',
  'envDir',
  'envPrefix',
];

function fact<T>(code: Code, value: T): Fact<T> {
  return { value, sure: 'certain', evidence: evidenceOf(code) };
}

function portOf(file: Code, config: Code): Fact<number> | undefined {
  const code = propertyAt(config, 'server', 'port');
  const said = code && valueOf(file, code);
  const value = Number(said?.text);
  if (!code || !said || !Number.isInteger(value) || value <= 0) return undefined;
  return { ...fact(code, value), sure: said.always ? 'certain' : 'likely' };
}

function distOf(config: Code): Fact<string> | undefined {
  const code = propertyAt(config, 'build', 'outDir');
  const value = code && literalOf(code);
  const root = propertyAt(config, 'root');
  const base = (root && literalOf(root)) ?? '.';
  return code && value ? fact(code, join(base.startsWith('/') ? '.' : base, value)) : undefined;
}

/** Where a rule of a proxy passes requests on to: an address, or an object with one. */
export function targetOf(file: Code, rule: Code): readonly Fact<string>[] {
  const code = rule.node.name === 'ObjectExpression' ? propertyAt(rule, 'target') : rule;
  const said = code && valueOf(file, code);
  if (!code || !said || !/^\w+:\/\//.test(said.text)) return [];
  return [{ ...fact(code, said.text), sure: said.always ? 'certain' : 'likely' }];
}

/** What a configuration of Vite says: its folder of builds, its port, and what it passes on to whom. */
export function viteFacts(path: string, text: string): BuildFacts {
  const file = parseScript(path, text);
  const config = configurationOf(file, KEYS);
  if (!config) return { proxied: [], passedTo: [] };
  const [distFolder, devPort] = [distOf(config), portOf(file, config)];
  const proxy = propertyAt(config, 'server', 'proxy');
  const rules = proxy ? propertiesOf(proxy) : [];
  // A key that begins with ^ is a regular expression; its plain beginning is what matters.
  const proxied = rules.flatMap(([name, value]) => {
    const plain = /^\^?(\/[\w/-]*)/.exec(name)?.[1];
    return plain === undefined ? [] : [fact(value, plain.replace(/(?<=.)\/$/, ''))];
  });
  const passedTo = rules.flatMap(([, rule]) => targetOf(file, rule));
  return { ...(distFolder && { distFolder }), ...(devPort && { devPort }), proxied, passedTo };
}
