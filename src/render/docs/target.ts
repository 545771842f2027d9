import type { Container, Stack } from '../../model/stack.js';
import { mermaid, topologyText } from '../diagram.js';
import { fill } from '../template.js';
import { find, type Section } from './facts.js';
import { code, table } from './markdown.js';

function image(stack: Stack, { id, image: source, summary }: Container): readonly string[] {
  if ('pull' in source) return [code(id), code(source.pull), 'as published', summary];
  if ('build' in source) return [code(id), code(source.build.base), source.build.size ?? '–', summary];
  const owner = find(stack, source.of)?.image;
  const base = owner && 'build' in owner ? code(owner.build.base) : 'see its Dockerfile';
  return [code(id), `${base}, the image of ${code(source.of)}`, 'the same image', summary];
}

function discovery(stack: Stack): string {
  const { containers } = stack.environments.production;
  const rows = containers
    .filter(({ port }) => port !== undefined)
    .map(({ id, port, networks, publish }) => {
      const asking = containers.filter(
        (other) =>
          other.dependsOn.some(({ service }) => service === id) &&
          other.networks.some((network) => networks.includes(network)),
      );
      return [
        code(id),
        code(id),
        code(String(port)),
        [...asking.map((other) => code(other.id)), ...(publish.length > 0 ? ['the host'] : [])].join(', ') || '–',
      ];
    });
  return table(['Service', 'Internal host name', 'Port', 'Asked by'], rows);
}

export const target: Section = (stack) =>
  fill('docs/target.md', {
    mermaid: mermaid(stack),
    text: topologyText(stack),
    images: table(
      ['Service', 'Base image', 'Size target', 'Purpose'],
      stack.environments.production.containers.map((container) => image(stack, container)),
    ),
    discovery: discovery(stack),
    resolver: stack.resolver !== undefined,
    edge: stack.has('frontend') && stack.has('backend'),
    scaled: stack.replicas('backend') > 1,
    isolated: stack.policy.isolateData,
    background: stack.environments.production.containers.some(
      ({ definition, oneShot }) => definition.tier === 'background' && !oneShot,
    ),
    migrate: stack.has('migrate'),
  });
