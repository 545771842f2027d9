import { publishedPorts, type PublishedIn } from '../../adopt/compose/published.js';
import { readsOverride } from '../../model/compose-files.js';
import type { EnvironmentName } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import { readText } from '../../project/text.js';
import { hostAddress } from '../../render/compose-shared.js';

/** A port of the host that the stack publishes. */
export interface Published {
  readonly service: string;
  readonly port: number;
  readonly containerPort: number;
  readonly address: string;
  /** The key in lge.stack.json; absent where somebody wrote the port into the file alone. */
  readonly option?: string;
  /** What the options say, where the file says another port. */
  readonly expected?: number;
}

type PublishedByOptions = Required<Omit<Published, 'expected'>>;

/** As the options have it. */
export function publishedByOptions(stack: Stack, name: EnvironmentName): readonly PublishedByOptions[] {
  return stack.environments[name].containers.flatMap(({ id, publish }) =>
    publish.map((one) => ({
      service: id,
      port: one.host,
      containerPort: one.container,
      address: hostAddress(stack, name, one),
      option: one.option.join('.'),
    })),
  );
}

/** The file that runs an environment. */
export function fileOf(stack: Stack, name: EnvironmentName): string {
  return name === 'production' ? stack.target.file(stack) : stack.options.composeFiles.development;
}

function onDisk(dir: string, files: readonly string[]): readonly PublishedIn[] | undefined {
  const texts = new Map(files.flatMap((path) => [[path, readText(dir, path)?.replaceAll('\r\n', '\n')] as const]));
  const there = files.filter((path) => texts.get(path) !== undefined);
  // Values of variables are in .env, which lies beside them.
  const read = (path: string): string | undefined => (texts.has(path) ? texts.get(path) : readText(dir, path));
  return there[0] === files[0] ? publishedPorts({ files: there, read }, there) : undefined;
}

function matched(said: readonly Published[], found: readonly PublishedIn[]): readonly Published[] {
  const rows = found.map(({ service, published, target, address }): Published => {
    const option = said.find((one) => one.service === service && one.containerPort === target);
    return {
      ...{ service, port: published, containerPort: target, address },
      ...(option?.option !== undefined && { option: option.option }),
      ...(option && option.port !== published && { expected: option.port }),
    };
  });
  const place = ({ option }: Published): number => said.findIndex((one) => one.option === option) >>> 0;
  return rows.toSorted((a, b) => place(a) - place(b));
}

/**
 * As the file of the environment has it now, with local changes where Compose lays them over it. Where there is no such
 * file, or none that can be read, as the options have it.
 */
export function published(stack: Stack, name: EnvironmentName, dir: string): readonly Published[] {
  const said = publishedByOptions(stack, name);
  const local = name === 'development' && readsOverride(stack) ? [stack.options.composeFiles.override] : [];
  const found = onDisk(dir, [fileOf(stack, name), ...local]);
  return found ? matched(said, found) : said;
}

export interface Differing {
  /** What the file publishes, and the options do not or otherwise. */
  readonly strayed: readonly Published[];
  /** What the options publish and the file does not. */
  readonly unpublished: readonly PublishedByOptions[];
}

/** Where file and options differ; local changes are no difference. */
export function differing(stack: Stack, name: EnvironmentName, dir: string): Differing {
  const said = publishedByOptions(stack, name);
  const found = onDisk(dir, [fileOf(stack, name)]);
  if (!found) return { strayed: [], unpublished: [] };
  return {
    strayed: matched(said, found).filter((one) => one.option === undefined || one.expected !== undefined),
    unpublished: said.filter(
      (one) => !found.some(({ service, target }) => service === one.service && target === one.containerPort),
    ),
  };
}
