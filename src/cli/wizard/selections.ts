import type { Catalog } from '../../model/service.js';
import type { Choice } from './ui.js';

/** A set of services that many want. */
export interface Selection extends Choice {
  readonly preset: string;
  /** Ids; all where it is absent. */
  readonly services?: readonly string[];
}

/** The first is the default. */
export const SELECTIONS: readonly Selection[] = [
  { value: 'full', label: 'Everything', hint: 'API, front end, database, cache, background tasks', preset: 'hardened' },
  {
    value: 'standard',
    label: 'Standard',
    hint: 'API, front end, database; no background tasks',
    preset: 'hardened',
    services: ['frontend', 'backend', 'postgres', 'migrate', 'backend-debug'],
  },
  {
    value: 'api',
    label: 'API only',
    hint: 'API and database; no front end',
    preset: 'hardened',
    services: ['backend', 'postgres', 'migrate', 'backend-debug'],
  },
  { value: 'plan', label: "The plan's", hint: 'as in the original plan, without the hardening', preset: 'plan' },
];

export function selectionIds({ services }: Selection, catalog: Catalog): readonly string[] {
  return catalog.map(({ id }) => id).filter((id) => services?.includes(id) ?? true);
}
