import { environmentGiven, type Given } from './environment.js';
import type { Loader } from './load.js';
import { at, entriesOf, itemsOf, textOf, type Mapping } from './node.js';
import { folderOf, join } from './paths.js';
import type { ComposeEnvironment } from './recognise.js';
import { purposeOf } from './names.js';
import { commandsOf, imageParts } from './words.js';

/** A service of an environment, with what is asked of it again and again. */
export interface ServiceView {
  readonly name: string;
  readonly environment: ComposeEnvironment;
  readonly node: Mapping;
  /** Without registry and tag: `postgres`, `acme/shop-api`. */
  readonly image: string;
  /** The folder that it is built in, from the root of the repository; `.` for the root. */
  readonly context?: string;
  readonly dockerfile?: string;
  readonly commands: readonly (readonly string[])[];
  /** Ports inside the container. */
  readonly ports: readonly number[];
  readonly given: readonly Given[];
}

const numbers = (texts: readonly (string | undefined)[]): readonly number[] =>
  texts.flatMap((text) => (text !== undefined && /^\d+$/.test(text) ? [Number(text)] : []));

function view(name: string, node: Mapping, environment: ComposeEnvironment, loader: Loader): ServiceView {
  const build = at(node, 'build');
  const folder = folderOf(environment.model.files[0] ?? '');
  const context = build && (textOf(at(build, 'context')) ?? '.');
  const inside = context === undefined ? undefined : join(folder, context) || '.';
  const dockerfile = textOf(at(build, 'dockerfile')) ?? 'Dockerfile';
  return {
    name,
    environment,
    node,
    image: imageParts(textOf(at(node, 'image')) ?? '').name,
    ...(inside !== undefined && { context: inside, dockerfile: join(inside, dockerfile) }),
    commands: [...commandsOf(at(node, 'entrypoint')), ...commandsOf(at(node, 'command'))],
    ports: numbers([
      ...itemsOf(at(node, 'ports')).map((port) => textOf(at(port, 'target')) ?? textOf(port)),
      ...itemsOf(at(node, 'expose')).map((one) => textOf(one)?.split('/')[0]),
    ]),
    given: environmentGiven(node, environment.model, loader),
  };
}

/** Whether an environment starts it: it has no profile, or one of that environment. */
function started(node: Mapping, { name, profiles }: ComposeEnvironment): boolean {
  const own = itemsOf(at(node, 'profiles')).flatMap((one) => textOf(one) ?? []);
  return (
    own.length === 0 || own.some((one) => profiles.includes(one)) || own.every((one) => purposeOf(one) !== other(name))
  );
}

const other = (name: ComposeEnvironment['name']): string => (name === 'development' ? 'production' : 'development');

export function servicesOf(environment: ComposeEnvironment, loader: Loader): readonly ServiceView[] {
  return entriesOf(at(environment.model.root, 'services')).flatMap(([name, node]) =>
    node.kind === 'mapping' && started(node, environment) ? [view(name, node, environment, loader)] : [],
  );
}
