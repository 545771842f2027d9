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
      /^invalid-value at folders\.backend: .* It must be a folder inside the project, such as services\/api\.$/,
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

  it('may lie deep, and side by side', () => {
    expect(mistakesOf({ folders: { backend: 'apps/api', frontend: 'apps/api-web' } })).toBe('');
  });
});
