import type { Book } from '../book.js';
import type { Loader } from '../load.js';
import type { Node } from '../node.js';
import type { EnvironmentName } from '../../../model/service.js';
import type { Hints, Role } from '../roles.js';
import type { ServiceView } from '../service.js';
import type { VariableBook } from '../variables.js';

/** A service of theirs on its way to be one of ours. */
export interface Carrying {
  readonly service: ServiceView;
  readonly role: Role;
  readonly environment: EnvironmentName;
  readonly book: Book;
  readonly variables: VariableBook;
  readonly loader: Loader;
  readonly hints: Hints;
  /** Of Compose: volumes and networks are called after it. Unknown where neither a file nor the folder says it. */
  readonly project?: string;
  /** Names of services of theirs that are none of ours. */
  readonly others: ReadonlySet<string>;
}

/** What becomes of one key of a service. */
export type Carrier = (node: Node, on: Carrying) => void;

export const APPLICATION: ReadonlySet<Role> = new Set(['backend', 'celery-worker', 'celery-beat', 'migrate']);

/** An option of the service. */
export const optionOfService = (on: Carrying, key: string): string => `services.${on.role}.${key}`;
