import type { Question, Questions } from '../model/question.js';
import type { AnyService, Catalog } from '../model/service.js';
import { nearest } from '../stack/nearest.js';

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** What else a service may be called, as long as no other one is: its title, and each word of its id. */
function names({ id, title }: AnyService): readonly string[] {
  return [slug(title), ...id.split('-')];
}

/** The service that was meant: `api` is backend by its title, `worker` is celery-worker by a word that no other has. */
export function findService(word: string, catalog: Catalog): AnyService | undefined {
  const exact = catalog.find(({ id }) => id === word);
  const called = catalog.filter((one) => names(one).includes(word.toLowerCase()));
  const titled = called.filter(({ title }) => slug(title) === word.toLowerCase());
  return exact ?? (titled.length === 1 ? titled[0] : called.length === 1 ? called[0] : undefined);
}

/** One sentence for a name that is none, or that several have. */
export function unknownService(word: string, catalog: Catalog): string {
  const called = catalog.filter((one) => names(one).includes(word.toLowerCase())).map(({ id }) => id);
  if (called.length > 1) return `${word} may be ${called.join(' or ')}: say which.`;
  const ids = catalog.map(({ id }) => id);
  const meant = nearest(word, ids);
  return `there is no service ${word}. ${meant ? `Did you mean ${meant}?` : `There are: ${ids.join(', ')}.`}`;
}

/** Its questions about ports, by key. */
export function portQuestions({
  questions,
}: AnyService): readonly (readonly [string, Extract<Question, { kind: 'port' }>])[] {
  return Object.entries(questions as Questions).flatMap(([key, question]) =>
    question.kind === 'port' ? [[key, question] as const] : [],
  );
}

/** The port that is meant where none is named: that of development, or else the first. */
export function mainPort(service: AnyService): string | undefined {
  const keys = portQuestions(service).map(([key]) => key);
  return keys.includes('devPort') ? 'devPort' : keys[0];
}
