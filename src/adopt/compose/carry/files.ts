import { envFilesOf } from '../environment.js';
import { at, entriesOf, itemsOf, rawOf, textOf, type Node } from '../node.js';
import { dataEnvironment } from './data.js';
import { APPLICATION, type Carrier, type Carrying } from './carrying.js';

function giveAll(node: Node, on: Carrying, build: boolean): void {
  for (const [name, value] of entriesOf(node)) {
    const [text, raw] = [textOf(value) ?? on.service.environment.model.env.variables.get(name), rawOf(value)];
    const { file, line } = value.place;
    const given = {
      name,
      ...(text !== undefined && { value: text }),
      ...(raw !== undefined && { raw }),
      evidence: { file, line },
    };
    on.variables.add(given, on.role, on.environment, build);
    on.book.mark(value, 'variables', name);
  }
}

export const environment: Carrier = (node, on) => {
  if (APPLICATION.has(on.role)) return giveAll(node, on, false);
  if (on.role !== 'frontend') return dataEnvironment(node, on);
  for (const [name, value] of entriesOf(node)) {
    const one = { ...on.service.node, entries: new Map([[name, value]]) };
    if (/^(?:VITE|REACT_APP|NEXT_PUBLIC|PUBLIC)_/.test(name)) giveAll(one, on, true);
    else
      on.book.notCarried(
        value,
        'nginx serves files that are built: what the build reads begins with VITE_ or the like.',
      );
  }
};

/** Names that a build argument has where it is a variable of the front end's code. */
const CODE = /^(?:VITE|REACT_APP|NEXT_PUBLIC|PUBLIC)_/;

export const build: Carrier = (node, on) => {
  const { book, role, hints, service } = on;
  const folder = role === 'frontend' ? hints.frontendFolder : role === 'backend' ? hints.backendFolder : undefined;
  for (const [key, value] of entriesOf(node)) {
    if (key === 'context') {
      if (role !== 'backend' && role !== 'frontend') book.implied(value, "It runs the backend's image.");
      else if (folder !== undefined && folder !== service.context)
        book.implied(value, `Its manifest is in ${folder}: that is what is built.`);
      else if (/^(?:\.\.|\/|[a-z+]+:\/\/|git@)/.test(service.context ?? ''))
        book.notCarried(value, 'It is no folder of this repository.');
      else book.option(role === 'backend' ? 'folders.backend' : 'folders.frontend', service.context!, value);
    } else if (key === 'args') buildArgs(value, on);
    else if (key === 'dockerfile' || key === 'target')
      book.implied(value, 'A Dockerfile of ours is proposed beside it.');
    else if (/^cache_|^tags$|^pull$|^platforms?$/.test(key))
      book.implied(value, 'Builds keep caches, and tags name versions.');
    else book.notCarried(value, 'No option of a build says it: change the Dockerfile.');
  }
};

function buildArgs(args: Node, on: Carrying): void {
  for (const [name, value] of entriesOf(args)) {
    const one = { ...on.service.node, entries: new Map([[name, value]]) };
    if (on.role === 'frontend' && CODE.test(name)) giveAll(one, on, true);
    else if (name === 'NODE_ENV') on.book.implied(value, 'A build is one for production.');
    else on.book.notCarried(value, 'The Dockerfile of ours has no such argument.');
  }
}

/** The files themselves, and each line in them. */
export const envFile: Carrier = (node, on) => {
  const { book, loader, role } = on;
  const files = envFilesOf(on.service.node, on.service.environment.model, loader);
  for (const one of itemsOf(node)) {
    const file = files.find(({ node: own }) => own === one);
    if (!file?.there) {
      book.notCarried(one, `${file?.path ?? 'It'} is not in the repository: put its variables into .env.`);
      continue;
    }
    book.mark(one, 'variables', `those of ${file.path}`);
    if (!APPLICATION.has(role)) continue;
    const own = new Set(entriesOf(at(on.service.node, 'environment')).map(([name]) => name));
    for (const line of file.lines) if (!own.has(line.name)) on.variables.add(line, role, on.environment);
  }
};
