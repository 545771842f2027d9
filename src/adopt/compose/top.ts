import type { Book } from './book.js';
import type { Loader } from './load.js';
import { at, entriesOf, itemsOf, leavesOf, textOf, type Mapping, type Node } from './node.js';
import type { ComposeEnvironment } from './recognise.js';

const SUBNET = /^(10\.\d{1,3}|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\/(1[2-9]|2[0-7])$/;
const NAME = /^(?!pg-)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

function network(name: string, node: Node, { name: environment }: ComposeEnvironment, book: Book): void {
  const subnets = itemsOf(at(node, 'ipam', 'config')).flatMap((one) => at(one, 'subnet') ?? []);
  for (const subnet of subnets) {
    const text = textOf(subnet) ?? '';
    if (environment === 'production' && SUBNET.test(text)) book.option('network.subnet', text, subnet);
    else if (environment === 'production') book.notCarried(subnet, 'It is no private subnet from /12 to /27.');
    else book.notCarried(subnet, 'Docker chooses the subnet of development.');
  }
  for (const [key, value] of entriesOf(node)) {
    if (key === 'external') book.notCarried(value, `${name} is a network of others: join it in the override file.`);
    else if (key === 'name') book.implied(value, 'Networks are called after the project.');
    else if (key === 'driver' && textOf(value) === 'bridge') book.implied(value, 'Networks are bridges.');
    else if (key === 'internal') book.implied(value, 'Data are in a network without a way out.');
    else book.notCarried(value, 'Docker chooses it.');
  }
  if (node.kind === 'scalar' || entriesOf(node).length === 0)
    book.implied(node, 'There is a network for what is reached from outside and one for data.');
}

/** What stands beside services in the files of an environment. */
export function carryTop(environment: ComposeEnvironment, book: Book): void {
  const { root } = environment.model;
  const name = at(root, 'name');
  if (name) {
    if (NAME.test(textOf(name) ?? '')) book.option('name', textOf(name)!, name);
    else book.notCarried(name, 'A project is called by lower-case letters, digits and -, 40 at most.');
  }
  const version = at(root, 'version');
  if (version) book.implied(version, 'Compose reads it no more.');
  for (const [key, node] of entriesOf(at(root, 'networks'))) network(key, node, environment, book);
  for (const key of ['secrets', 'configs'])
    for (const [, node] of entriesOf(at(root, key)))
      book.notCarried(node, 'Secrets are variables of .env, and what a container reads is in its image.');
}

/** What takes away what another file says, and what says nothing. */
function carryEmpty(node: Node, book: Book): void {
  const empty = node.kind !== 'scalar' && leavesOf(node).includes(node.place);
  if (node.tag === 'reset') book.implied(node, 'It takes away what another file says.');
  else if ((empty || (node.kind === 'scalar' && node.value === null)) && !book.has(node.place))
    book.implied(node, 'It says nothing.');
  const inner = node.kind === 'list' ? node.items : entriesOf(node).map(([, one]) => one);
  for (const one of inner) carryEmpty(one, book);
}

/** What Compose uses up while it reads, and what it never reads. */
export function carryReading(loader: Loader, documents: readonly Mapping[], book: Book): void {
  for (const document of documents) {
    const include = at(document, 'include');
    if (include) book.implied(include, 'What it includes is read with it.');
    for (const [, service] of entriesOf(at(document, 'services'))) {
      const extending = at(service, 'extends');
      if (extending) book.implied(extending, 'What it extends is read with it.');
    }
    for (const [key, node] of entriesOf(document))
      if (key.startsWith('x-')) book.notCarried(node, 'No service takes it.');
    for (const [, node] of entriesOf(at(document, 'volumes'))) book.notCarried(node, 'No service of ours mounts it.');
  }
  for (const document of documents) carryEmpty(document, book);
  for (const [place, by] of loader.overridden)
    book.mark({ kind: 'scalar', raw: null, value: null, place }, 'implied', `${by.file}:${by.line} says otherwise.`);
}
