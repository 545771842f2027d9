import type { Diagnostic } from '../../../model/diagnostic.js';
import { valueAt, withAt, type Json } from '../../json.js';
import { nextFree, publishedPorts, usedMessage, type PublishedPort } from '../ports.js';
import { resolved } from '../resolved.js';
import { optionsOf, type Screen, type State, type Wizard } from '../screen.js';
import type { Problems } from '../ui.js';

const idOf = ({ path }: PublishedPort): string => path.join('.');
const shown = (value: number | false): string => (value === false ? 'none' : String(value));

/** What was typed, or what is wrong with it. `auto` is the next free one. */
async function read(
  text: string,
  { optional, value }: PublishedPort,
  taken: ReadonlySet<number>,
  { probes }: Wizard,
): Promise<number | false | string> {
  const typed = text.toLowerCase();
  if (optional && (typed === 'none' || typed === '')) return false;
  if (typed === 'auto') {
    const from = value === false ? 1023 : value;
    return (await probes.port(from)) === undefined && value !== false ? from : nextFree(from, taken, probes);
  }
  const port = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  return port >= 1 && port <= 65_535 ? port : 'Use a whole number from 1 to 65535.';
}

function withPorts(state: State, ports: readonly PublishedPort[], values: readonly (number | false)[]): State {
  const chosen = ports.reduce((left, { path, value }, index) => {
    if (values[index] === value) return left;
    const service = path.slice(0, 2);
    const open = valueAt(left, service) === true ? withAt(left, service, {}) : left;
    return withAt(open, path, values[index]);
  }, state.chosen);
  return { ...state, chosen };
}

/** Two that want the same, in the words of the rule. */
function clashes(options: Json): readonly Diagnostic[] {
  return resolved(options).diagnostics.filter(({ code }) => code === 'duplicate-port');
}

async function check(typed: readonly string[], state: State, wizard: Wizard): Promise<Problems> {
  const ports = publishedPorts(optionsOf(state, wizard));
  const problems = new Map<string, string>();
  const values: (number | false)[] = [];
  for (const [index, port] of ports.entries()) {
    const value = await read(typed[index] ?? '', port, new Set(), wizard);
    values.push(typeof value === 'string' ? port.value : value);
    if (typeof value === 'string') problems.set(idOf(port), value);
  }
  const options = optionsOf(withPorts(state, ports, values), wizard);
  for (const { path, message, hint } of clashes(options)) problems.set(path.join('.'), `${message} ${hint}`);
  const now = publishedPorts(options);
  const taken = new Set(now.flatMap(({ value }) => (value === false ? [] : [value])));
  for (const port of now) {
    if (port.value === false || !port.environments.includes('development') || problems.has(idOf(port))) continue;
    const use = await wizard.probes.port(port.value);
    if (use) problems.set(idOf(port), await usedMessage(use, taken, wizard.probes));
  }
  return problems;
}

/** What is published, in one table. Databases stay inside in production. */
export const ports: Screen = {
  id: 'ports',
  title: 'Ports',
  steps: [
    {
      applies: (state, wizard) => state.custom && publishedPorts(optionsOf(state, wizard)).length > 0,
      ask: async (state, wizard, place) => {
        const all = publishedPorts(optionsOf(state, wizard));
        const typed = await wizard.ui.table({
          place,
          message: 'Which ports are published?',
          help: 'A port, auto for the next free one, none for none. Databases stay inside in production.',
          fields: all.map((port) => ({ id: idOf(port), label: port.label, value: shown(port.value) })),
          check: (values) => check(values, state, wizard),
        });
        const taken = new Set(all.flatMap(({ value }) => (value === false ? [] : [value])));
        const values: (number | false)[] = [];
        for (const [index, port] of all.entries()) {
          const value = await read(typed[index] ?? '', port, taken, wizard);
          values.push(typeof value === 'string' ? port.value : value);
          if (typeof value === 'number') taken.add(value);
        }
        return withPorts(state, all, values);
      },
    },
  ],
};
