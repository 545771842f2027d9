import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envValues } from '../../formats/env.js';
import type { Variable } from '../../model/variable.js';
import { nearest } from '../../stack/nearest.js';
import type { Finding } from './finding.js';
import type { Check } from './patient.js';

type Found = Omit<Finding, 'check'>;

const ENV = '.env';
const EXAMPLE = '.env.example';

/** As scripts/init-env.sh reads them. In a secret anywhere, elsewhere as a word of its own. */
const WITHIN = 'change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|it|with)|placeholder';
const PLACEHOLDER = new RegExp(
  `(?:^|[^a-z])(?:${WITHIN})(?:$|[^a-z])|^your[-_ ]|^<.*>$|^x+$|^todo$|(?:^|[^a-z0-9-])example\\.(?:com|org|net)(?:$|[^a-z0-9.-])|\\.example(?:$|[:/,])`,
  'i',
);
const IN_SECRET = new RegExp(WITHIN, 'i');

/** What is wrong with a value for production, after its name; `undefined` where nothing is. */
function fault({ secret, production, development, minimumLength = 0 }: Variable, value: string): string | undefined {
  if (value === '') return production.kind === 'required' ? 'is empty' : undefined;
  // A project may be called todo, and so may its database: what we gave it ourselves is no placeholder.
  if (production.kind === 'required' && production.example === development && value === development) return undefined;
  if (PLACEHOLDER.test(value) || (secret && IN_SECRET.test(value))) return 'still holds a placeholder';
  if (secret && value === development) return 'is the default for development';
  return Buffer.byteLength(value) < minimumLength ? `is shorter than ${minimumLength} characters` : undefined;
}

const list = (names: readonly string[]): string => names.join(', ');

/** What .env.example has, without what is commented out, and .env has not. */
function missing(values: ReadonlyMap<string, string>, example: ReadonlyMap<string, string>): readonly Found[] {
  const names = [...example.keys()].filter((name) => !values.has(name));
  if (names.length === 0) return [];
  const hint = '`scripts/init-env.sh` adds them, and keeps what is there.';
  return [{ state: 'warning', message: `${ENV} lacks what ${EXAMPLE} has: ${list(names)}.`, hint }];
}

/** Of a name that is nearly one of ours, somebody mistyped one. */
function misspelled(values: ReadonlyMap<string, string>, known: readonly string[]): readonly Found[] {
  return [...values.keys()]
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(
        name,
        known.filter((one) => !values.has(one)),
      );
      return meant === undefined ? [] : [{ name, meant }];
    })
    .map(({ name, meant }) => ({
      state: 'warning',
      message: `${ENV} has ${name}, which nothing of the stack reads.`,
      hint: `Did you mean ${meant}?`,
    }));
}

function unfit(values: ReadonlyMap<string, string>, variables: readonly Variable[]): readonly Found[] {
  const isProduction = values.get('ENVIRONMENT') === 'production';
  return variables.flatMap((variable) => {
    const value = values.get(variable.name);
    const what = value === undefined ? undefined : fault(variable, value);
    // Development has values of its own for what is empty.
    if (what === undefined || (!isProduction && what === 'is empty')) return [];
    const hint = '`scripts/init-env.sh production` makes the secrets and says what is left.';
    const message = `${ENV}: ${variable.name} ${what}.`;
    return [{ state: isProduction ? ('problem' as const) : ('warning' as const), message, hint }];
  });
}

export const env: Check = {
  name: 'env',
  look: ({ context: { dir }, opened: { stack } }) => {
    const file = join(dir, ENV);
    if (!existsSync(file)) {
      const message = `There is no ${ENV}: development needs none, production gets one by \`scripts/init-env.sh production\`.`;
      return Promise.resolve([{ state: 'note', message }]);
    }
    const values = envValues(readFileSync(file, 'utf8'));
    const template = join(dir, EXAMPLE);
    const example = envValues(existsSync(template) ? readFileSync(template, 'utf8') : '');
    const known = [...new Set([...stack.variables.map(({ name }) => name), ...example.keys()])];
    const found = [...missing(values, example), ...misspelled(values, known), ...unfit(values, stack.variables)];
    return Promise.resolve(
      found.length > 0 ? found : [{ state: 'ok', message: `${ENV} has all that ${EXAMPLE} asks for` }],
    );
  },
};
