import type { Container, Stack } from '../../model/stack.js';
import { mermaid, topologyText } from '../diagram.js';
import { fill } from '../template.js';
import type { Section } from './facts.js';
import { code, table } from './markdown.js';

// Of images that are built here; the base image and the target are not in the model.
const BUILT: Readonly<Record<string, { readonly base: 'python' | 'nginx'; readonly target: string }>> = {
  backend: { base: 'python', target: 'under 500 MB' },
  frontend: { base: 'nginx', target: 'under 50 MB' },
};

function image(stack: Stack, { id, image: source, definition }: Container): readonly string[] {
  if ('pull' in source) return [code(id), code(source.pull), 'as published', definition.summary];
  const owner = 'of' in source ? source.of : id;
  const built = BUILT[owner];
  const base = built ? code(stack.options.images[built.base]) : 'see its Dockerfile';
  if ('of' in source) return [code(id), `${base}, the image of ${code(owner)}`, 'the same image', definition.summary];
  return [code(id), base, built?.target ?? '–', definition.summary];
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
    edge: stack.has('frontend') && stack.has('backend'),
    scaled: stack.replicas('backend') > 1,
    isolated: stack.policy.isolateData,
    background: stack.environments.production.containers.some(
      ({ definition, oneShot }) => definition.tier === 'background' && !oneShot,
    ),
    migrate: stack.has('migrate'),
  });
