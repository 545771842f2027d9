import type { Repository } from '../../detect/repository.js';
import { createLoader, load } from './load.js';
import { at, entriesOf, itemsOf, textOf, type Node } from './node.js';

/** A port of the host that a Compose file publishes. */
export interface PublishedIn {
  readonly service: string;
  readonly published: number;
  /** In the container. */
  readonly target: number;
  readonly address: string;
}

function numberOf(node: Node | undefined): number | undefined {
  const text = textOf(node);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * What files that Compose lays one over another publish; `undefined` where they cannot be read. A port that Docker chooses,
 * and one that no file says, is left out.
 */
export function publishedPorts(repository: Repository, files: readonly string[]): readonly PublishedIn[] | undefined {
  const loader = createLoader(repository);
  const { root } = load(loader, files);
  if (loader.faults().length > 0) return undefined;
  return entriesOf(at(root, 'services')).flatMap(([service, node]) =>
    itemsOf(at(node, 'ports')).flatMap((port) => {
      const [published, target] = [numberOf(at(port, 'published')), numberOf(at(port, 'target'))];
      if (published === undefined || target === undefined) return [];
      return [{ service, published, target, address: textOf(at(port, 'host_ip')) ?? '0.0.0.0' }];
    }),
  );
}
