import { productionContext, type EnvironmentName } from '../../model/service.js';
import type { Container, Service, Stack } from '../../model/stack.js';
import { code } from './markdown.js';

/** A part of the document: Markdown below its heading, or `undefined` where it does not apply. */
export type Section = (stack: Stack) => string | undefined;

export const idOf = ({ id }: { readonly id: string }): string => id;

export function find(stack: Stack, id: string, environment: EnvironmentName = 'production'): Container | undefined {
  return stack.environments[environment].containers.find((container) => container.id === id);
}

/** The answer of a service, where the service is there. */
export function answer(stack: Stack, id: string, key: string): unknown {
  return stack.services.find((service) => service.id === id)?.answers[key];
}

export function answerText(stack: Stack, id: string, key: string): string {
  const value = answer(stack, id, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number that was given, or `auto`, which a formula answers. */
export function isAuto(stack: Stack, id: string, key: string): boolean {
  return answer(stack, id, key) === 'auto';
}

/** The paragraph that a definition brings for documents. */
export function paragraph(stack: Stack, service: Service): string | undefined {
  return service.definition.docs?.(productionContext(stack, service));
}

/** Settings of a program that are given as `--key=value` or `--key value`. */
export function settings(command: readonly string[]): ReadonlyMap<string, string> {
  const words = command.flatMap((word) => word.split(/\s+/));
  const pairs = words.flatMap((word, index): readonly (readonly [string, string])[] => {
    const [, key = '', value] = /^--([^=]+)(?:=(.*))?$/.exec(word) ?? [];
    return key ? [[key, value ?? words[index + 1] ?? '']] : [];
  });
  return new Map(pairs);
}

/** Containers in the order in which they start: each step waits for those before it. */
export function startOrder(containers: readonly Container[]): readonly (readonly Container[])[] {
  const steps: Container[][] = [];
  const started = new Set<string>();
  let waiting = containers.filter(({ profile }) => profile === undefined);
  while (waiting.length > 0) {
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every(({ service }) => started.has(service)));
    // A circle: nothing of it starts first.
    if (ready.length === 0) return [...steps, waiting];
    for (const { id } of ready) started.add(id);
    steps.push(ready);
    waiting = waiting.filter(({ id }) => !started.has(id));
  }
  return steps;
}

/** Whether images are built here; a stack may consist of official ones alone. */
export const builds = (stack: Stack): boolean =>
  stack.environments.production.containers.some(({ image }) => 'build' in image);

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const yes = (flag: boolean): string => (flag ? 'yes' : 'no');

/** Ports of the host and what they lead to: `80` → `8080`. */
export function publishedPorts({ publish }: Container): string {
  return (
    publish
      .map(({ host, container }) =>
        host === container ? code(String(host)) : `${code(String(host))} → ${code(String(container))}`,
      )
      .join(', ') || '–'
  );
}
