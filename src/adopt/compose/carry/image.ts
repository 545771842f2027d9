import { at, rawOf, textOf, type Node } from '../node.js';
import { imageParts } from '../words.js';
import type { Carrier, Carrying } from './carrying.js';

const TAGGED = /^[a-z0-9][a-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?$/;
/** Images in which PostgreSQL or Redis are where those of Docker have them. */
const LAID_OUT_ALIKE = {
  postgres: /(?:^|\/)(?:postgres|postgis|pgvector|timescaledb)$/,
  redis: /(?:^|\/)(?:redis|valkey)$/,
} as const;

function pulled(node: Node, on: Carrying, role: 'postgres' | 'redis'): void {
  const { book } = on;
  const image = (textOf(node) ?? '').replace(/^docker\.io\/(?:library\/)?(?=[^/]+(?:\/|:|$))/, '');
  const { name, tag } = imageParts(image);
  if (!LAID_OUT_ALIKE[role].test(name))
    return book.notCarried(node, `It has its data and its programs elsewhere than the image ${role} has them.`);
  if (tag === undefined || tag === 'latest' || !TAGGED.test(image))
    return book.notCarried(node, `It does not say its version: ask the running container, and set images.${role}.`);
  if (role === 'postgres' && !/\d/.test(tag))
    return book.notCarried(node, 'Its tag does not say the major version of PostgreSQL.');
  book.option(`images.${role}`, image, node);
}

/** The part of a name in front of the last step is the registry that images are pushed to. */
function built(node: Node, on: Carrying): void {
  const image = textOf(node) ?? '';
  const { registry, name } = imageParts(image);
  const path = [registry, ...name.split('/').slice(0, -1)].filter((step) => step !== '').join('/');
  const plain = /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/.test(path);
  if (registry !== '' && plain && on.role !== 'migrate') on.book.option('registry', path, node);
  else on.book.implied(node, 'Images are called after the project, and their tag is IMAGE_TAG.');
}

export const image: Carrier = (node, on) => {
  const { book, role, service } = on;
  if (role === 'postgres' || role === 'redis') {
    if (service.context === undefined) return pulled(node, on, role);
    return book.notCarried(
      node,
      `It is built here, from ${service.dockerfile ?? 'a Dockerfile'}: what that adds to the image is not known.`,
    );
  }
  if (service.context === undefined && /^(?:node|nginx|python|httpd|caddy)$/.test(service.image))
    return book.implied(node, 'It is built into an image of its own.');
  if (rawOf(node) === undefined) return;
  built(node, on);
};

/** The name that reaches it is one that people type. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

export const labels: Carrier = (node, on) => {
  const entries = node.kind === 'mapping' ? [...node.entries] : [];
  for (const [name, value] of entries) {
    const host = /Host\(`([^`]+)`\)/.exec(`${name}=${textOf(value) ?? ''}`)?.[1];
    if (host !== undefined && on.role === 'frontend' && on.environment === 'production' && DOMAIN.test(host))
      on.book.option('domain', host, value);
    else
      on.book.notCarried(
        value,
        'Containers bear no labels of yours: add them in the override file, where a proxy looks for them.',
      );
  }
};

export const logging: Carrier = (node, on) => {
  const options = at(node, 'options');
  for (const [key, value] of node.kind === 'mapping' ? [...node.entries] : []) {
    if (key === 'options') continue;
    if (textOf(value) === 'json-file') on.book.implied(value, 'Logs are files of JSON, and are rotated.');
    else on.book.notCarried(value, 'Logs are files of JSON: another driver goes into the override file.');
  }
  for (const [key, value] of options?.kind === 'mapping' ? [...options.entries] : []) {
    const size = /^(\d+)([mg])$/i.exec(textOf(value) ?? '');
    const count = Number(textOf(value));
    if (key === 'max-size' && size) on.book.option('logs.maxSize', `${size[1]}${size[2]!.toUpperCase()}`, value);
    else if (key === 'max-file' && Number.isInteger(count) && count >= 1 && count <= 100)
      on.book.option('logs.maxFiles', count, value);
    else on.book.notCarried(value, 'Only the size and the number of log files can be set.');
  }
};
