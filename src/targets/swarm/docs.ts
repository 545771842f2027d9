import type { Container, Stack } from '../../model/stack.js';
import { counted } from '../../render/docs/facts.js';
import { code, codes, table } from '../../render/docs/markdown.js';
import { fill } from '../../render/template.js';
import { dataLabel, startsFirst } from './deploy.js';
import { gapTable } from '../gaps.js';
import { gaps } from './gaps.js';
import { keptBy } from './secrets.js';
import { deployScript, runs, fileOf } from './stack-file.js';

function replaced(stack: Stack, container: Container): string {
  if (container.oneShot) return 'runs to its end, before all others';
  return startsFirst(stack, container) ? 'the new one starts before the old one ends' : 'the old one ends first';
}

function services(stack: Stack): string {
  const environment = stack.environments.production;
  const rows = runs(environment).map((container) => [
    code(container.id),
    String(container.replicas),
    replaced(stack, container),
    container.volumes.length > 0 ? `nodes with ${code(`${dataLabel(stack, container)}=true`)}` : 'any',
  ]);
  return table(['Service', 'Containers:', 'When it is replaced', 'Node'], rows);
}

export function swarmDocs(stack: Stack): string {
  const kept = keptBy(stack);
  const keysOf = (kind: 'secret' | 'config'): string =>
    codes(kept.filter((one) => one.kind === kind).map(({ key }) => key));
  return fill('docs/swarm.md', {
    file: fileOf(stack),
    composeFile: stack.options.composeFiles.production,
    deploy: deployScript(stack),
    scripts: stack.options.folders.scripts,
    nodes: counted(stack.environments.production.nodes, 'node'),
    services: services(stack),
    secrets: keysOf('secret'),
    configs: keysOf('config'),
    mesh: stack.options.swarm.ports === 'ingress',
    migrate: runs(stack.environments.production).some(({ oneShot }) => oneShot),
    missing: gapTable(stack, 'Swarm', gaps),
    postgres: stack.has('postgres'),
  });
}
