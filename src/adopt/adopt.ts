import type { Evidence } from '../detect/fact.js';
import { layer } from '../stack/parse.js';
import { answersOf } from './answers.js';
import type { Options, Site } from './breaks/break.js';
import { breaks } from './breaks/index.js';
import type { Finding } from './finding.js';
import { extraPaths } from './compose/extra-file.js';
import { environmentOf } from './environment.js';
import type { Imported } from './imported.js';
import { composeNames } from './names.js';
import { presentOf } from './present.js';

/** A repository in terms of our options, and what somebody should know before they say yes. */
export interface Adoption {
  /** In the shape of lge.stack.json; above our defaults, beneath what is imported and what the user says. */
  readonly options: Options;
  /** Where each option was read, by its dotted path; an option without one mends a finding. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly findings: readonly Finding[];
  /** What Compose files say, without services that have to be left out. */
  readonly imported: Imported;
}

const servicesOf = ({ services }: Options): Options =>
  typeof services === 'object' && services !== null ? (services as Options) : {};

/** Without the services that a mend leaves out: their options would bring them back. */
function leftOut(imported: Imported, mends: readonly Options[]): Imported {
  const gone = mends.flatMap((mend) =>
    Object.entries(servicesOf(mend)).flatMap(([id, to]) => (to === false ? id : [])),
  );
  const services = Object.entries(servicesOf(imported.options)).filter(([id]) => !gone.includes(id));
  if (gone.length === 0 || imported.options.services === undefined) return imported;
  const theirs = imported.services.filter(({ ours }) => gone.includes(ours));
  const isKept = (path: string): boolean => !gone.some((id) => path.startsWith(`services.${id}.`));
  return {
    ...imported,
    options: { ...imported.options, services: Object.fromEntries(services) },
    evidence: new Map([...imported.evidence].filter(([path]) => isKept(path))),
    services: imported.services.filter((one) => !theirs.includes(one)),
    notCarried: [
      ...imported.notCarried,
      ...theirs.map((one) => ({
        key: `services.${one.theirs}`,
        why: `${one.ours} is left out.`,
        evidence: one.evidence,
      })),
    ],
  };
}

/** Services that are none of ours go on in files of their own. */
function includedOf(imported: Imported): Options {
  const files = Object.entries(extraPaths(imported)).map(([environment, path]) => [environment, [path]] as const);
  return files.length === 0 ? {} : { include: Object.fromEntries(files) };
}

/**
 * What the repository's own files say, and what keeps a hardened stack from breaking it. What its Compose files say goes over
 * that, as far as somebody wants it: `imported.options`.
 */
export function adopt(site: Site): Adoption {
  const { detected, imported } = site;
  const { layers, evidence } = answersOf(detected);
  const found = breaks.flatMap(({ code, check }) =>
    check(site).map(({ mend, ...one }) => ({ finding: { ...one, code }, mend })),
  );
  const known = [...layers, imported.options].reduce<unknown>(layer, {}) as { readonly services?: Options };
  const environment = environmentOf(site, (id) => known.services?.[id] !== false);
  const mends = found.flatMap(({ mend }) => (mend ? [mend] : []));
  return {
    options: [
      ...[...layers, ...presentOf(site), composeNames(imported), includedOf(imported)],
      ...[...environment, ...mends],
    ].reduce<unknown>(layer, {}) as Options,
    evidence,
    findings: [...found.map(({ finding }) => finding), ...imported.findings],
    imported: leftOut(imported, mends),
  };
}
