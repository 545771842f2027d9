import type { Detected } from '../detect/detected.js';
import type { Fact, Sureness } from '../detect/fact.js';
import { breaks } from './breaks/index.js';
import { extraPaths, goesOnIn } from './compose/extra-file.js';
import type { Finding } from './finding.js';
import type { Imported } from './imported.js';
import { optionRows } from './report-options.js';
import { placeText, type Told } from './told.js';
import { laidOut, type Part, type Row } from './report-layout.js';

export type Form = 'terminal' | 'markdown';

const BREAKS: ReadonlySet<string> = new Set(breaks.map(({ code }) => code));
const isBreak = ({ code }: Finding): boolean => BREAKS.has(code);

/** What names a finding to others: the defect that it is one of, or its own code. */
const nameOf = ({ defect, code }: Finding): string => defect ?? code;

const isFact = (value: unknown): value is Fact<unknown> =>
  typeof value === 'object' && value !== null && 'sure' in value && 'evidence' in value;

function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { module, attribute, factory } = value as Readonly<Record<string, unknown>>;
  if (typeof module === 'string') return `${module}:${String(attribute)}${factory === true ? '()' : ''}`;
  const parts = Object.entries(value).map(([key, one]) => (Array.isArray(value) ? String(one) : `${key} ${one}`));
  return parts.join(', ');
}

/** `pythonVersion` → `python version`. */
const words = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Lists of every package would drown the rest; what is written is among the breaks. */
const SILENT = new Set(['dependencies', 'writes']);

function factRows(part: string, facts: object | undefined): readonly Row[] {
  return Object.entries(facts ?? {}).flatMap(([key, value]: [string, unknown]) => {
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (SILENT.has(key)) return [];
    return all
      .filter(isFact)
      .map((fact) => [part, words(key), valueText(fact.value), placeText(fact.evidence), SURE[fact.sure]]);
  });
}

/** As a stranger reads it. */
const SURE: Readonly<Record<Sureness, string>> = { certain: 'certain', likely: 'likely', guessed: 'a guess' };

/** Names alone: a default may be a secret. */
function variableRows(detected: Detected | undefined): readonly Row[] {
  const parts = [
    ['back end', detected?.backend?.variables],
    ['front end', detected?.frontend?.variables],
  ] as const;
  return parts.flatMap(([part, variables = []]) =>
    variables.map(({ name, required, evidence }) => [
      part,
      required ? 'needs' : 'reads',
      name,
      placeText(evidence),
      SURE.certain,
    ]),
  );
}

function found({ detected, imported }: Told): Part {
  const files = imported?.files ?? [];
  return {
    title: 'What was found',
    headings: ['Part', 'Fact', 'Value', 'Where', 'How sure'],
    rows: [
      ...factRows('back end', detected?.backend),
      ...factRows('front end', detected?.frontend),
      ...variableRows(detected),
      ...files.map(({ path, is, why }) => ['Compose', is, path, '', why]),
    ],
    none: 'Neither a back end nor a front end was found.',
  };
}

const MARKS: Readonly<Record<Finding['severity'], string>> = { error: '✗', warning: '!' };

function findingRows(findings: readonly Finding[]): readonly Row[] {
  return findings.map((one) => [
    MARKS[one.severity],
    nameOf(one),
    placeText(one.evidence),
    { text: one.message, below: one.hint },
  ]);
}

function wouldBreak({ findings }: Told): Part {
  return {
    title: 'What a hardened stack would break, and what mends it',
    headings: ['', 'What', 'Where', 'Finding'],
    rows: findingRows(findings.filter(isBreak)),
    none: 'Nothing that is known of.',
  };
}

const number = ({ defect }: Finding): number => Number(defect?.slice(1) ?? Infinity);

function oldFiles({ findings }: Told): Part {
  const old = findings.filter((one) => !isBreak(one));
  return {
    title: 'What the old files do badly',
    headings: ['', 'What', 'Where', 'Finding'],
    rows: findingRows(old.toSorted((a, b) => (number(a) === number(b) ? 0 : number(a) - number(b)))),
    none: 'Nothing that is known of.',
  };
}

function left({ imported }: Told): Part {
  return {
    title: 'What is not carried over',
    headings: ['Key', 'Where', 'Why'],
    rows: (imported?.notCarried ?? []).map(({ key, why, evidence }) => [key || 'all of it', placeText(evidence), why]),
    none: 'All that the Compose files say is carried over.',
  };
}

function extra({ imported }: Told): Part {
  return {
    title: 'Services of yours that stay as they are',
    headings: ['Service', 'Where', 'In', 'Goes on in'],
    rows: (imported?.extraServices ?? []).map((one) => [
      one.name,
      placeText(one.evidence),
      one.environments.join(', '),
      goesOnIn(imported!, one).join(', '),
    ]),
    none: 'None.',
  };
}

function follows(told: Told): Part {
  return {
    title: 'What follows as options',
    headings: ['Group', 'Option', 'Value', 'Read in'],
    rows: optionRows(told),
    none: 'The defaults.',
  };
}

/**
 * What a repository says of itself, what follows from it, and what somebody should know of their old files, for a person to
 * read. Values of variables are not in it, because they may be secrets.
 */
export function adoptionReport(told: Told, form: Form): string {
  const parts = [found(told), follows(told), wouldBreak(told), oldFiles(told), left(told), extra(told)];
  return laidOut(form === 'markdown' ? '# What adoption found' : '', parts, form);
}

/** The way out of each is in the report. */
const inShort = (part: Part): Part => ({
  ...part,
  rows: part.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text))),
});

/** What has to be known as a stack is added; empty where there is nothing of the kind. */
export function adoptionNotes(told: Told): string {
  const parts = [wouldBreak(told), inShort(oldFiles(told)), left(told), extra(told)];
  const some = parts.filter(({ rows }) => rows.length > 0);
  if (some.length === 0) return '';
  return `\n${laidOut('', some, 'terminal')}\nAgain, with what was found and what to do: npx lge-stack diff --report\n\n`;
}

/** The same for programs. Keys are added, and never change their meaning. */
export function adoptionJson({ findings, imported }: Told): {
  readonly findings: readonly Finding[];
  readonly notCarried: Imported['notCarried'];
  readonly extraServices: readonly string[];
  /** The files that they go on in, by environment. */
  readonly extraFiles: ReturnType<typeof extraPaths>;
} {
  return {
    findings,
    notCarried: imported?.notCarried ?? [],
    extraServices: imported?.extraServices.map(({ name }) => name) ?? [],
    extraFiles: imported ? extraPaths(imported) : {},
  };
}
