import type { Service } from 'kubernetes-types/core/v1.js';
import type { Container } from '../../model/stack.js';
import type { Manifest } from './document.js';
import { NAME_LABEL } from './names.js';
import { portsOf } from './pod.js';

/** What it listens on, and what is published of it under another number. */
function pairs(container: Container): readonly (readonly [port: number, target: number])[] {
  const published = container.publish.map(({ host, container: target }) => [host, target] as const);
  const own = portsOf(container).map((port) => [port, port] as const);
  return [...new Map([...own, ...published]).entries()];
}

/** One address that stays, for whoever is ready behind it; absent where nothing listens. */
export function serviceOf(container: Container): readonly Manifest[] {
  const ports = pairs(container);
  if (ports.length === 0) return [];
  const object: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: container.id, labels: { [NAME_LABEL]: container.id } },
    spec: {
      selector: { [NAME_LABEL]: container.id },
      ports: ports.map(([port, targetPort]) => ({ name: `port-${port}`, port, targetPort })),
    },
  };
  return [{ object }];
}
