import { isObject } from '../stack/answer.js';
import { layer } from '../stack/parse.js';
import type { Row } from './report-layout.js';
import { placeText, type Told } from './told.js';

/** Their values come from files of the user's, and may be secrets: the name is all that is told. */
const HIDDEN = new Set(['variables', 'environment']);

/** Every value with its dotted path. */
function leaves(value: unknown, path = ''): readonly (readonly [path: string, value: unknown])[] {
  if (!isObject(value) || Object.keys(value).length === 0) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

/** `services.backend.module` → `backend`; `images.python` → `images`. */
function groupOf(path: string): string {
  const [first = '', second = first] = path.split('.');
  return first === 'services' ? second : first;
}

/** An address with an account in it is a secret, wherever it stands. */
const masked = (text: string): string => text.replaceAll(/:\/\/[^/\s@]*@/g, '://…@');

const textOf = (value: unknown): string => {
  if (isObject(value)) return 'with defaults';
  return masked(Array.isArray(value) ? value.join(', ') : String(value));
};

function hiddenRow(group: string, [name, value]: readonly [string, unknown]): Row {
  const about = isObject(value) && value.secret === true ? 'a secret' : 'as your files have it';
  return [group, `${group}.${name}`, group === 'environment' ? 'points to a service of the stack' : about, ''];
}

/** The options of both sources by group, in the order in which they are first named. */
export function optionRows({ options, imported, evidence }: Told): readonly Row[] {
  const all = layer(options, imported?.options ?? {}) as Readonly<Record<string, unknown>>;
  const places = new Map([...(evidence ?? []), ...(imported?.evidence ?? [])]);
  const plain = Object.entries(all).filter(([key]) => !HIDDEN.has(key));
  const rows = leaves(Object.fromEntries(plain))
    .filter(([path]) => path !== '')
    .map(([path, value]): Row => {
      const at = places.get(path);
      return [groupOf(path), path, textOf(value), at ? placeText(at) : ''];
    });
  const groups = [...new Set(rows.map(([group]) => group))];
  const hidden = [...HIDDEN].flatMap((group) =>
    Object.entries(all[group] ?? {}).map((entry: [string, unknown]) => hiddenRow(group, entry)),
  );
  return [...groups.flatMap((group) => rows.filter(([one]) => one === group)), ...hidden];
}
