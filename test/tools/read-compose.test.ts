import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentGiven } from '../../src/adopt/compose/environment.js';
import { createLoader, load, type Loader, type Model } from '../../src/adopt/compose/load.js';
import { at, entriesOf, type Node } from '../../src/adopt/compose/node.js';
import { filesOf, onDisk, repositoryOf } from '../adopt/compose/fixture.js';
import { engineAnswers } from './docker.js';
import { expectCode, run } from './run.js';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

function plain(node: Node): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
}

/** What Compose adds that nobody wrote, and what it says in another way. */
const ADDED = new Set(['mode', 'dockerfile', 'required', 'protocol', 'create_host_path', 'condition', 'selinux']);
const SIZES = { k: 10, m: 20, g: 30 } as const;

function sized(text: string): string {
  const match = /^(\d+)([kmg])b?$/i.exec(text);
  return match ? String(Number(match[1]) * 2 ** SIZES[match[2]!.toLowerCase() as keyof typeof SIZES]) : text;
}

function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c!);
}

/** Paths from the folder of the project, however they were written. */
const fromFolder = (text: string, folder: string): string =>
  text === folder
    ? '.'
    : text
        .replace(`${folder}/`, '')
        .replace(/^\.\/(?=.)/, '')
        .replace(/\/$/, '');

const LISTED = ['command', 'entrypoint'];

function normal(value: Plain, folder: string, key = ''): Plain {
  if (LISTED.includes(key)) return typeof value === 'string' ? words(value) : value;
  if (key === 'test' && typeof value === 'string') return ['CMD-SHELL', value];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return key === 'name' ? String(value).toLowerCase() : sized(fromFolder(String(value), folder));
  if (value === null) return null;
  if (Array.isArray(value)) {
    const items = (value as readonly Plain[]).map((item) => normal(item, folder));
    // Compose sorts some of them.
    return key === 'test' ? items : items.toSorted((a, b) => text(a).localeCompare(text(b)));
  }
  const entries = Object.entries(value)
    .map(([name, one]) => [name, normal(one, folder, name)] as const)
    .filter(([name]) => !(ADDED.has(name) && key !== 'environment' && key !== 'build'))
    .filter(([name, one]) => name !== 'dockerfile' || one !== 'Dockerfile')
    .filter(([, one]) => one !== null && text(one) !== '{}' && text(one) !== '[]')
    .toSorted(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(entries);
}

const text = (value: Plain): string => JSON.stringify(value);

/** Parts of a service that Compose neither adds to nor writes in another way. */
const COMPARED = [
  ...['image', 'build', 'command', 'entrypoint', 'environment', 'ports', 'volumes', 'restart', 'profiles', 'dns'],
  ...['cap_add', 'healthcheck', 'deploy', 'labels', 'user', 'sysctls', 'tmpfs', 'expose', 'logging'],
];

function compared(root: Plain, folder: string): Plain {
  const { services } = root as { services: Record<string, Record<string, Plain>> };
  return Object.fromEntries(
    Object.entries(services)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, service]) => [
        name,
        {
          ...(normal(Object.fromEntries(COMPARED.map((key) => [key, service[key] ?? null])), folder) as object),
          waits: Object.keys((service.depends_on as object | undefined) ?? {}).toSorted(),
          networks: Object.keys((service.networks as object | undefined) ?? {}).filter((one) => one !== 'default'),
        },
      ]),
  );
}

/** With the variables of files beside those of `environment`, as Compose has them. */
function ours(model: Model, loader: Loader): Plain {
  const services = at(model.root, 'services');
  return {
    services: Object.fromEntries(
      entriesOf(services).map(([name, service]) => {
        const given = environmentGiven(service, model, loader).map(({ name: key, value }) => [key, value ?? null]);
        return [name, { ...(plain(service) as object), environment: Object.fromEntries(given) as Plain }];
      }),
    ),
  };
}

const CHAINS: readonly (readonly [fixture: string, ...files: string[]])[] = [
  ['override', 'docker-compose.yml'],
  ['override', 'docker-compose.yml', 'docker-compose.override.yml'],
  ['production-default', 'docker-compose.yml'],
  ['production-default', 'docker-compose.dev.yml'],
  ['production-default', 'docker-compose.yml', 'docker-compose.dev.yml'],
  ['anchors', 'compose.yaml'],
  ['profiles', 'compose.yml'],
  ['include', 'compose.yaml'],
  ['tags', 'compose.yaml', 'compose.dev.yaml'],
  ['tags', 'compose.yaml', 'compose.prod.yaml'],
  ['extras', 'docker-compose.yaml'],
  ['local-and-production', 'local.yml'],
];

const docker = await engineAnswers();

describe.skipIf(!docker)('Compose files mean what Compose takes them to mean', () => {
  it.each(CHAINS.map(([name, ...files]) => ({ name, files, chain: files.join(' ') })))(
    '$name: $chain',
    async ({ name, files }) => {
      const texts = filesOf(name);
      const folder = onDisk(texts);
      try {
        const named = files.flatMap((file) => ['--file', file]);
        const args = ['compose', '--profile', '*', ...named, 'config', '--format', 'json', '--no-consistency'];
        // Nothing of this machine's environment may be filled in.
        const env = { PATH: process.env.PATH, HOME: process.env.HOME };
        const { stdout: said } = expectCode(
          await run('docker', args, { cwd: folder, env }),
          'docker compose config',
          0,
        );
        const loader = createLoader(repositoryOf(texts));
        // What it prints is a Compose file again, in which a dollar is two.
        const model = load(loader, files);
        expect(loader.faults()).toEqual([]);
        expect(compared(ours(model, loader), folder)).toEqual(
          compared(JSON.parse(said.replaceAll('$$', '$')) as Plain, folder),
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
