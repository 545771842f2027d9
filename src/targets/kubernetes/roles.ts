import type { Container, Stack } from '../../model/stack.js';
import { runs } from './names.js';

/** What it becomes: its volumes stay with it, it runs to its end, or any number of it is as good as another. */
export function kindOf({ volumes, oneShot }: Container): 'StatefulSet' | 'Job' | 'Deployment' {
  if (oneShot) return 'Job';
  return volumes.length > 0 ? 'StatefulSet' : 'Deployment';
}

/**
 * Whether a new pod runs beside the one that it replaces. Not where both would write the same data, or where the
 * definition allows one only, such as a scheduler. No pod holds a port of its node.
 */
export function startsFirst(container: Container): boolean {
  if (kindOf(container) !== 'Deployment') return false;
  return container.publish.length > 0 || container.definition.replicas !== undefined;
}

/** Whether it starts after what runs once has ended: by itself, or because what it waits for does. */
export function isLast(stack: Stack, container: Container): boolean {
  const all = runs(stack);
  const visit = ({ dependsOn, oneShot }: Container, seen: readonly string[]): boolean =>
    !oneShot &&
    dependsOn.some(({ service }) => {
      const other = all.find(({ id }) => id === service);
      return other !== undefined && !seen.includes(service) && (other.oneShot || visit(other, [...seen, service]));
    });
  return visit(container, [container.id]);
}

export function jobs(stack: Stack): readonly Container[] {
  return runs(stack).filter(({ oneShot }) => oneShot);
}
