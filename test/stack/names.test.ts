import { describe, expect, it } from 'vitest';
import { loadOptions } from '../../src/index.js';
import { mistakes, mistakesOf } from '../support/mistakes.js';

describe('names that are taken', () => {
  it.each([['a'], ['shop'], ['learn-greek-easy'], ['a1-b2'], ['a'.repeat(40)]])('%s', (name) => {
    const { stack, diagnostics } = loadOptions({ name });
    expect(diagnostics).toEqual([]);
    expect(stack?.name).toBe(name);
  });
});

describe('names that Compose, DNS or PostgreSQL refuse', () => {
  it.each([
    ['', 'empty'],
    ['Shop', 'a capital'],
    ['my shop', 'a space'],
    ['shop_1', 'an underscore, which is no DNS label'],
    ['-shop', 'a hyphen first'],
    ['shop-', 'a hyphen last'],
    ['1shop', 'a digit first, which PostgreSQL would have to quote'],
    ['pg-shop', 'pg_, which PostgreSQL keeps for itself'],
    ['café', 'an accent'],
    ['shop.de', 'a dot'],
    ['a/b', 'a slash'],
    ['shop\n', 'a line end'],
    ['a'.repeat(41), 'too long'],
    [7, 'a number'],
    [null, 'null'],
  ])('%j: %s', (name, why) => {
    const { stack, diagnostics } = loadOptions({ name });
    expect(stack, why).toBeUndefined();
    expect(diagnostics.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(['invalid-value name']);
  });

  it('says what a name must be', () => {
    expect(mistakes({ name: 'My Shop' })).toMatchInlineSnapshot(
      `"invalid-value at name: "My Shop" is not valid here. It must be up to 40 lower-case letters, digits and -, beginning with a letter (not with pg-) and not ending with -, as Compose, DNS and PostgreSQL take it."`,
    );
    expect(mistakes({})).toMatchInlineSnapshot(
      `"missing-key at name: It is missing. It must be up to 40 lower-case letters, digits and -, beginning with a letter (not with pg-) and not ending with -, as Compose, DNS and PostgreSQL take it."`,
    );
  });
});

describe('names in PostgreSQL', () => {
  it.each([['pg_shop'], ['1shop'], ['my-shop'], ['Shop'], ['a'.repeat(64)], ['shop; drop']])(
    '%s is refused',
    (database) => {
      expect(mistakesOf({ services: { postgres: { database } } })).toContain(
        'invalid-value at services.postgres.database',
      );
      expect(mistakesOf({ services: { postgres: { user: database } } })).toContain(
        'invalid-value at services.postgres.user',
      );
    },
  );

  it('follow from the name of the project', () => {
    const { stack } = loadOptions({ name: 'my-shop' });
    expect(stack?.services.find(({ id }) => id === 'postgres')?.answers).toMatchObject({
      database: 'my_shop',
      user: 'my_shop',
    });
  });
});

describe('folders', () => {
  it.each([
    ['../x'],
    ['/abs'],
    ['a/../../b'],
    ['a/..'],
    ['./a'],
    ['a//b'],
    ['a/'],
    ['.git'],
    ['a/.env'],
    ['C:\\x'],
    ['a b'],
    [''],
    ['~'],
  ])('%s leaves the project, or is none', (backend) => {
    expect(mistakesOf({ folders: { backend } })).toMatch(
      /^invalid-value at folders\.backend: .* It must be a folder inside the project, such as services\/api, or "\."\.$/,
    );
  });

  it('must not overlap, nor be those of the project itself', () => {
    expect(mistakesOf({ folders: { backend: 'app', frontend: 'app' } })).toMatchInlineSnapshot(
      `"folder-clash at folders.backend: app and app overlap: each image is built from its own folder. Put them side by side."`,
    );
    expect(mistakesOf({ folders: { backend: 'app/api', frontend: 'app' } })).toMatchInlineSnapshot(
      `"folder-clash at folders.backend: app/api and app overlap: each image is built from its own folder. Put them side by side."`,
    );
    expect(mistakesOf({ folders: { backend: 'scripts', frontend: 'docs/web' } })).toMatchInlineSnapshot(`
      "folder-clash at folders.backend: scripts is used by the project itself. Choose another name, such as shop-backend.
      folder-clash at folders.frontend: docs/web is used by the project itself. Choose another name, such as shop-frontend."
    `);
  });

  it('of what Git ignores hold nothing else', () => {
    expect(mistakesOf({ folders: { scripts: 'ops', docs: 'ops', certificates: 'ops/tls', backups: 'var' } }))
      .toMatchInlineSnapshot(`
      "folder-clash at folders.certificates: ops/tls and folders.scripts overlap: Git ignores what is in ops/tls. Put them side by side.
      folder-clash at folders.certificates: ops/tls and folders.docs overlap: Git ignores what is in ops/tls. Put them side by side."
    `);
    expect(mistakesOf({ folders: { certificates: 'private', backups: 'private/dumps' } })).toMatchInlineSnapshot(
      `"folder-clash at folders.backups: private/dumps and folders.certificates overlap: Git ignores what is in private/dumps. Put them side by side."`,
    );
    expect(mistakesOf({ folders: { scripts: 'node_modules/bin', docs: 'README.md' } })).toMatchInlineSnapshot(`
      "folder-clash at folders.scripts: node_modules/bin is used by the project itself. Choose another name, such as scripts.
      folder-clash at folders.docs: README.md is used by the project itself. Choose another name, such as docs."
    `);
    expect(mistakesOf({ folders: { backend: 'var/dumps/api', backups: 'var/dumps' } })).toMatchInlineSnapshot(
      `"folder-clash at folders.backend: var/dumps/api is used by the project itself. Choose another name, such as shop-backend."`,
    );
  });

  it('may lie deep, and side by side', () => {
    expect(mistakesOf({ folders: { backend: 'apps/api', frontend: 'apps/api-web' } })).toBe('');
    const deep = { scripts: 'ops/bin', docs: 'ops', certificates: 'private/tls', backups: 'private/dumps' };
    expect(mistakesOf({ folders: deep })).toBe('');
  });
});

describe('Compose files', () => {
  const files = (development: string, production: string, override: string) => ({
    composeFiles: { development, production, override },
  });

  it.each([
    ['the usual ones', {}],
    ['the new ones', files('compose.yaml', 'compose.prod.yaml', 'compose.override.yaml')],
    [
      'production is what Compose finds',
      files('docker-compose.dev.yml', 'docker-compose.yml', 'docker-compose.local.yml'),
    ],
    ['Compose finds none', files('dev.yml', 'prod.yml', 'docker-compose.override.yml')],
    ['the file of Swarm counts on Swarm alone', { swarm: { file: 'docker-compose.yml' } }],
  ])('%s', (_, options) => {
    expect(mistakesOf(options)).toBe('');
  });

  it.each(['sub/compose.yaml', '../compose.yaml', 'compose', '.yml', 'compose.json', 'a b.yml', '$(x).yml'])(
    '%s is no name of one',
    (production) => {
      expect(mistakesOf({ composeFiles: { production } })).toMatch(/^invalid-value at composeFiles\.production: /);
    },
  );

  it('have a name each, on file systems that know no case as well', () => {
    expect(mistakesOf(files('Dev.yml', 'dev.yml', 'dev.yml'))).toMatchInlineSnapshot(`
      "file-clash at composeFiles.override: composeFiles.development is Dev.yml as well: one file cannot be both. Choose another name for one of them.
      file-clash at composeFiles.production: composeFiles.development is Dev.yml as well: one file cannot be both. Choose another name for one of them."
    `);
    expect(mistakesOf({ target: 'swarm', swarm: { file: 'docker-compose.prod.yml' }, registry: 'ghcr.io/acme' }))
      .toMatchInlineSnapshot(`
      "file-clash at swarm.file: composeFiles.production is docker-compose.prod.yml as well: one file cannot be both. Choose another name for one of them.
      warning swarm-privileges at target: Swarm sets no-new-privileges for no container. Write "no-new-privileges": true into /etc/docker/daemon.json of each node.
      warning swarm-swap at target: Swarm does not keep a container from swapping. Turn swap off on the nodes: swapoff -a, and take it out of /etc/fstab.
      warning swarm-tmpfs-mode at target: In backend, postgres, migrate, celery-worker, celery-beat, folders in memory are open to every user of the container. Let no second user run in there, or keep such files on a volume.
      warning swarm-replaced-port at services.frontend: When frontend itself is replaced, its port is closed for some seconds. Write "ingress" for swarm.ports, where the address of the client is lost instead."
    `);
  });

  it('are what Compose takes them for', () => {
    expect(mistakesOf({ composeFiles: { production: 'compose.yaml' } })).toMatchInlineSnapshot(`
      "file-lookup at composeFiles.production: Without -f, Compose finds compose.yaml and docker-compose.yml, takes compose.yaml, and warns at each command. Give one of them a name that Compose does not look for, such as compose.prod.yaml.
      file-lookup at composeFiles.override: Without -f, Compose takes compose.yaml, production, and lays docker-compose.override.yml over it. Give it a name that Compose does not look for, such as compose.local.yaml."
    `);
    expect(mistakesOf(files('compose.yaml', 'docker-compose.yml', 'local.yml'))).toMatchInlineSnapshot(
      `"file-lookup at composeFiles.production: Without -f, Compose finds compose.yaml and docker-compose.yml, takes compose.yaml, and warns at each command. Give one of them a name that Compose does not look for, such as compose.prod.yaml."`,
    );
    expect(mistakesOf({ composeFiles: { production: 'compose.override.yml' } })).toMatchInlineSnapshot(
      `"file-lookup at composeFiles.production: compose.override.yml: Compose lays a file of that name over the one that it finds. Choose another one, such as compose.prod.yaml."`,
    );
    expect(mistakesOf({ composeFiles: { override: 'docker-compose.yaml' } })).toMatchInlineSnapshot(
      `"file-lookup at composeFiles.override: docker-compose.yaml: Compose takes a file of that name for the whole stack. Choose another one, such as compose.override.yaml."`,
    );
    expect(mistakesOf({ target: 'swarm', swarm: { file: 'compose.yml' } })).toContain(
      'file-lookup at swarm.file: compose.yml: Compose reads a file of that name without being told to.',
    );
    expect(mistakesOf(files('dev.yml', 'docker-compose.yml', 'compose.override.yaml'))).toMatchInlineSnapshot(
      `"file-lookup at composeFiles.override: Without -f, Compose takes docker-compose.yml, production, and lays compose.override.yaml over it. Give it a name that Compose does not look for, such as compose.local.yaml."`,
    );
  });
});
