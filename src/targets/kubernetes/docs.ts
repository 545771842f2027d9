import type { Container, Stack } from '../../model/stack.js';
import { code, codes, table } from '../../render/docs/markdown.js';
import { fill } from '../../render/template.js';
import { gapTable } from '../gaps.js';
import { gaps } from './gaps.js';
import { deployScript, FOLDER, namespaceOf, runs } from './names.js';
import { jobs, kindOf, startsFirst } from './roles.js';
import { keptBy, mebibytes } from './storage.js';

function replaced(container: Container): string {
  if (container.oneShot) return 'runs to its end, before all that needs it';
  return startsFirst(container) ? 'the new pod is ready before the old one ends' : 'the old pod ends first';
}

function services(stack: Stack): string {
  const claim = mebibytes(stack.options.kubernetes.storage);
  const rows = runs(stack).map((container) => [
    code(container.id),
    kindOf(container),
    String(container.replicas),
    replaced(container),
    container.volumes.length > 0 ? claim : '–',
  ]);
  return table(['Service', 'As', 'Pods:', 'When it is replaced', 'Volume:'], rows);
}

export function kubernetesDocs(stack: Stack): string {
  const { options } = stack;
  const files = runs(stack)
    .flatMap(keptBy)
    .flatMap((kept) => kept.files);
  return fill('docs/kubernetes.md', {
    folder: FOLDER,
    composeFile: options.composeFiles.production,
    deploy: deployScript(stack),
    scripts: options.folders.scripts,
    namespace: namespaceOf(stack),
    dev: namespaceOf(stack, 'dev'),
    services: services(stack),
    files: codes(files),
    migrate: jobs(stack).length > 0,
    ingress: options.kubernetes.ingressClass,
    domain: options.domain,
    frontend: stack.has('frontend'),
    postgres: stack.has('postgres'),
    missing: gapTable(stack, 'Kubernetes', gaps),
  });
}
