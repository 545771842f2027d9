import type { Evidence } from '../../detect/fact.js';
import type { Repository } from '../../detect/repository.js';
import type { Severity } from '../../model/diagnostic.js';
import type { Loader } from '../compose/load.js';
import { at, type Node } from '../compose/node.js';
import type { Role } from '../compose/roles.js';
import type { ServiceView } from '../compose/service.js';
import type { Dockerfile } from './dockerfile.js';

export interface OldService extends ServiceView {
  /** Which of ours it is, if any. */
  readonly role?: Role;
}

/** What is looked at: the files of a repository that was not made by us. */
export interface OldFiles {
  readonly repository: Repository;
  readonly loader: Loader;
  /** Compose files that are read. */
  readonly compose: readonly string[];
  readonly development: readonly OldService[];
  /** Those of development where there is no other. */
  readonly production: readonly OldService[];
  readonly dockerfiles: readonly Dockerfile[];
  readonly nginx: readonly { readonly path: string; readonly text: string }[];
}

export interface Found {
  readonly message: string;
  readonly hint: string;
  readonly evidence: Evidence;
}

/** One thing that old files do badly. */
export interface OldRule {
  /** Public, in kebab case, never reused. */
  readonly code: string;
  /** The defect of the acceptance list that it is one of. */
  readonly defect?: string;
  readonly severity: Severity;
  /** One sentence: what it finds and why that matters. */
  readonly about: string;
  readonly check: (files: OldFiles) => readonly Found[];
}

/** Where a node stands, or the service as a whole where it has none. */
export function placeOf(service: OldService, ...path: readonly string[]): Evidence {
  const { file, line } = (at(service.node, ...path) ?? service.node).place;
  return { file, line };
}

export const evidenceAt = ({ place: { file, line } }: Node): Evidence => ({ file, line });

/** A finding for each service that has the fault; both environments' services, each file's line once. */
export function each(
  services: readonly OldService[],
  check: (service: OldService) => Omit<Found, 'evidence'> | undefined,
  ...path: readonly string[]
): readonly Found[] {
  return services.flatMap((service) => {
    const found = check(service);
    return found ? [{ ...found, evidence: placeOf(service, ...path) }] : [];
  });
}

/** One finding that names all services that have the fault, at the first of them. */
export function together(
  services: readonly OldService[],
  has: (service: OldService) => boolean,
  say: (names: string) => Omit<Found, 'evidence'>,
  ...path: readonly string[]
): readonly Found[] {
  const all = services.filter(has);
  const [first] = all;
  return first ? [{ ...say(all.map(({ name }) => name).join(', ')), evidence: placeOf(first, ...path) }] : [];
}

export const isApplication = ({ role }: OldService): boolean =>
  role === 'backend' || role === 'celery-worker' || role === 'celery-beat' || role === 'migrate';
