import { at, entriesOf, list, mapping, withEntries, type Mapping, type Node } from './node.js';

export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');

/** A path from the root of the repository, without `.` and `..`; one that leads out of it keeps its `..`. */
export function join(folder: string, path: string): string {
  if (path.startsWith('/') || path.startsWith('~')) return path;
  const steps: string[] = [];
  for (const step of `${folder}/${path}`.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

const relative = (text: string): boolean => /^\.{1,2}(\/|$)/.test(text);
/** `./` in front, so that it still reads as a path. */
const moved = (folder: string, path: string): string => `./${join(folder, path)}`.replace(/^\.\/\.\./, '..');

function movedScalar(node: Node | undefined, folder: string, always: boolean): Node | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return node;
  if (/^[a-z+]+:\/\/|^git@/.test(node.value) || node.value.startsWith('/') || node.value.startsWith('~')) return node;
  return always || relative(node.value) ? { ...node, value: moved(folder, node.value) } : node;
}

function movedVolume(node: Node, folder: string): Node {
  if (node.kind === 'mapping') return withEntries(node, { source: movedScalar(at(node, 'source'), folder, false) });
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !relative(node.value)) return node;
  const [source, ...rest] = node.value.split(':');
  return { ...node, value: [moved(folder, source!), ...rest].join(':') };
}

const each = (node: Node | undefined, change: (one: Node) => Node): Node | undefined => {
  if (node?.kind === 'list') return list(node.items.map(change), node.place);
  return node?.kind === 'scalar' ? change(node) : node;
};

function movedEnvFile(node: Node, folder: string): Node {
  if (node.kind !== 'mapping') return movedScalar(node, folder, true)!;
  return withEntries(node, { path: movedScalar(at(node, 'path'), folder, true) });
}

/** Paths of a service that another file took over are from that file's folder, and become paths from this one's. */
export function movedService(service: Mapping, folder: string): Mapping {
  if (folder === '') return service;
  const build = at(service, 'build');
  return withEntries(service, {
    ...(build && {
      build:
        build.kind === 'mapping'
          ? withEntries(build, { context: movedScalar(at(build, 'context'), folder, true) })
          : movedScalar(build, folder, true),
    }),
    ...(at(service, 'volumes') && { volumes: each(at(service, 'volumes'), (one) => movedVolume(one, folder)) }),
    ...(at(service, 'env_file') && { env_file: each(at(service, 'env_file'), (one) => movedEnvFile(one, folder)) }),
  });
}

/** The same for secrets and configs, which are files. */
export function movedFiles(section: Node | undefined, folder: string): Node | undefined {
  if (section?.kind !== 'mapping' || folder === '') return section;
  return mapping(
    entriesOf(section).map(([key, node]) => [
      key,
      node.kind === 'mapping' ? withEntries(node, { file: movedScalar(at(node, 'file'), folder, true) }) : node,
    ]),
    section.place,
  );
}
