import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { importCompose } from '../../../src/adopt/compose/import.js';
import type { Imported } from '../../../src/adopt/imported.js';
import type { Evidence } from '../../../src/detect/fact.js';
import { catalog, presets } from '../../../src/index.js';
import { parseOptions } from '../../../src/stack/parse.js';
import { fixture, fixtures } from './fixture.js';

const imported = new Map(fixtures.map((name) => [name, importCompose(fixture(name), { folderName: name })]));

const place = ({ file, line }: Evidence): string => (line === undefined ? file : `${file}:${line}`);

/** What a reader wants to see of it, in as few lines as that takes. */
function readable(result: Imported): unknown {
  const lines = (all: Imported['notCarried']): readonly string[] =>
    all.map(({ key, why, evidence }) => [place(evidence), key, why].filter((one) => one !== '').join(' | '));
  return {
    files: result.files.map(({ path, is, why }) => `${path} | ${is} | ${why}`),
    chains: result.chains,
    services: result.services.map(
      ({ ours, theirs, environments, because }) => `${ours} = ${theirs} (${environments.join(', ')}): ${because}`,
    ),
    options: result.options,
    evidence: Object.fromEntries([...result.evidence].map(([path, evidence]) => [path, place(evidence)])),
    variables: result.variables.map(({ evidence, ...one }) => ({ ...one, evidence: place(evidence) })),
    extraServices: result.extraServices.map(({ evidence, text, ...one }) => ({
      ...one,
      text: text.split('\n'),
      evidence: place(evidence),
    })),
    implied: lines(result.implied),
    notCarried: lines(result.notCarried),
    findings: result.findings.map(
      ({ code, defect, severity, message, hint, evidence }) =>
        `${place(evidence)} | ${[defect, code].filter(Boolean).join(' ')} | ${severity} | ${message} ${hint}`,
    ),
  };
}

describe('what is imported', () => {
  it.each(fixtures)('%s', (name) => {
    const file = join(import.meta.dirname, name, 'imported.json');
    const text = `${JSON.stringify(readable(imported.get(name)!), null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  });
});

/** Every place in a text where a value stands that holds no others, found without the code under test. */
function valuesIn(text: string): readonly number[] {
  const found: number[] = [];
  for (const document of parseAllDocuments(text, { logLevel: 'silent', merge: false }))
    visit(document, {
      Scalar: (key, node) => (key === 'key' ? undefined : void found.push(node.range![0])),
      Collection: (_, node) => (node.items.length === 0 ? void found.push(node.range![0]) : undefined),
    });
  return found;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

describe('nothing is dropped silently', () => {
  it.each(fixtures)('%s: every value of every file that is read is accounted for', (name) => {
    const { accounts, files } = imported.get(name)!;
    const repository = fixture(name);
    for (const { path, is } of files) {
      if (is === 'aside' || is === 'tests') continue;
      const text = repository.read(path)!;
      const values = valuesIn(text).map((offset) => lineOf(text, offset));
      const accounted = accounts.filter(({ evidence }) => evidence.file === path).map(({ evidence }) => evidence.line!);
      expect(accounted.toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
    }
  });

  it.each(fixtures)('%s: and where it went, it is', (name) => {
    const { accounts, evidence, variables, extraServices, implied, notCarried } = imported.get(name)!;
    const known = {
      options: new Set(evidence.keys()),
      variables: new Set([...variables.map((one) => one.name)]),
      extraServices: new Set(extraServices.map((one) => one.name)),
      implied: new Set(implied.map(({ why }) => why)),
      notCarried: new Set(notCarried.map(({ why }) => why)),
    };
    const lost = accounts.filter(({ went, as }) => {
      if (went === 'variables' && (as.startsWith('those of ') || / of /.test(as))) return false;
      return !known[went].has(as);
    });
    expect(lost).toEqual([]);
  });

  it('files of tests and of other folders are said to be left', () => {
    const { notCarried } = imported.get('both-names')!;
    expect(notCarried.find(({ evidence }) => evidence.file === 'docker-compose.yml')?.why).toContain('compose.yaml');
  });
});

/** What a colleague's options take and those of this version do not. */
const TO_COME = [/^services\.(?:postgres|redis)\.volume$/, /^folders\./, /^services\.backend\.(?:healthPath|module)$/];

it.each(fixtures)('%s: the options are options', (name) => {
  const { options } = imported.get(name)!;
  const { diagnostics } = parseOptions({ name: 'shop', ...options }, catalog, presets);
  const wrong = diagnostics.filter(({ path }) => !TO_COME.some((pattern) => pattern.test(path.join('.'))));
  expect(wrong).toEqual([]);
});
