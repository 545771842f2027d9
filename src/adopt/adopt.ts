import type { Evidence } from '../detect/fact.js';
import { layer } from '../stack/parse.js';
import { answersOf } from './answers.js';
import type { Options, Site } from './breaks/break.js';
import { breaks } from './breaks/index.js';
import type { Finding } from './finding.js';
import type { NotCarried } from './imported.js';

/** A repository in terms of our options, and what somebody should know before they say yes. */
export interface Adoption {
  /** In the shape of lge.stack.json; beneath what the user says, above our defaults. */
  readonly options: Options;
  /** Where each option was read, by its dotted path; an option without one mends a finding. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly findings: readonly Finding[];
  readonly notCarried: readonly NotCarried[];
}

/** What the repository's own files say, then what its Compose files say, then what keeps a hardened stack from breaking it. */
export function adopt(site: Site): Adoption {
  const { detected, imported } = site;
  const { layers, evidence } = answersOf(detected);
  const found = breaks.flatMap(({ code, check }) =>
    check(site).map(({ mend, ...one }) => ({ finding: { ...one, code }, mend })),
  );
  const mends = found.flatMap(({ mend }) => mend ?? []);
  return {
    options: [...layers, imported.options, ...mends].reduce<unknown>(layer, {}) as Options,
    evidence: new Map([...evidence, ...imported.evidence]),
    findings: [...found.map(({ finding }) => finding), ...imported.findings],
    notCarried: imported.notCarried,
  };
}
