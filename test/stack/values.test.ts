import { describe, expect, it } from 'vitest';
import { mistakes, mistakesInText, mistakesOf } from '../support/mistakes.js';

describe('the file', () => {
  it('is JSON', () => {
    expect(mistakesInText('')).toMatch(/^invalid-json: This is not JSON: .* Mend it there/);
    expect(mistakesInText('{ "name": "shop",, }')).toMatch(/^invalid-json: This is not JSON: /);
    expect(mistakesInText('name: shop')).toMatch(/^invalid-json: This is not JSON: /);
  });

  it('may begin with a byte order mark', () => {
    expect(mistakesInText('\uFEFF{ "name": "shop" }')).toBe('');
  });

  it.each([['null'], ['[]'], ['"shop"'], ['7'], ['true']])('holds an object, not %s', (text) => {
    expect(mistakesInText(text)).toBe(
      'invalid-value: The file does not hold an object. Write { "name": "shop" } and let everything else follow from it.',
    );
  });
});

describe('keys', () => {
  it('that are unknown are told with the nearest one', () => {
    expect(mistakesOf({ locael: 'el', sevices: {}, zzz: 1 })).toMatchInlineSnapshot(`
      "unknown-key at locael: There is no such option. Did you mean "locale"?
      unknown-key at sevices: There is no such option. Did you mean "services"?
      unknown-key at zzz: There is no such option. Here are: $schema, name, preset, title, shortName, domain, tls, registry, upgradeWorkflow, target, swarm, kubernetes, locale, host, network, logs, composeFiles, folders, include, variables, environment, python, node, images, services."
    `);
    expect(mistakesOf({ services: { postgress: {}, backend: { wokers: 2, limits: { prod: {} } } } }))
      .toMatchInlineSnapshot(`
      "unknown-key at services.postgress: There is no such option. Did you mean "postgres"?
      unknown-key at services.backend.wokers: There is no such option. Did you mean "workers"?
      unknown-key at services.backend.limits.prod: There is no such option. Here are: development, production."
    `);
  });

  it('of JavaScript itself are as unknown as others', () => {
    expect(mistakesInText('{ "name": "shop", "__proto__": { "tls": true }, "constructor": 1 }')).toMatchInlineSnapshot(`
      "unknown-key at __proto__: There is no such option. Here are: $schema, name, preset, title, shortName, domain, tls, registry, upgradeWorkflow, target, swarm, kubernetes, locale, host, network, logs, composeFiles, folders, include, variables, environment, python, node, images, services.
      unknown-key at constructor: There is no such option. Here are: $schema, name, preset, title, shortName, domain, tls, registry, upgradeWorkflow, target, swarm, kubernetes, locale, host, network, logs, composeFiles, folders, include, variables, environment, python, node, images, services."
    `);
  });

  it('are the same in every service, but for those that it does not have', () => {
    expect(mistakesOf({ services: { postgres: { replicas: 2 }, 'backend-debug': { limits: { production: {} } } } }))
      .toMatchInlineSnapshot(`
        "unknown-key at services.postgres.replicas: There is no such option. Here are: database, user, maxConnections, devPort, backupRetention, volume, devVolume, dataFolder, account, limits.
        unknown-key at services.backend-debug.limits.production: There is no such option. Here are: development."
      `);
  });
});

describe('ports', () => {
  it.each([[0], [-1], [65_536], [80.5], ['80'], [true], [null], [Number.NaN]])('%s is none', (port) => {
    expect(mistakesOf({ services: { frontend: { port } } })).toContain(
      `invalid-port at services.frontend.port: ${JSON.stringify(port)} is not a port. It must be a whole number from 1 to 65535.`,
    );
  });

  it.each([[1], [65_535]])('%s is one', (port) => {
    expect(mistakesOf({ services: { frontend: { port } } })).toBe('');
  });

  it('may be false where nothing has to be published', () => {
    expect(mistakesOf({ services: { backend: { devPort: false } } })).toBe('');
    expect(mistakesOf({ services: { frontend: { devPort: false } } })).toMatchInlineSnapshot(
      `"invalid-port at services.frontend.devPort: false is not a port. It must be a whole number from 1 to 65535."`,
    );
    expect(mistakesOf({ services: { postgres: { devPort: 'no' } } })).toMatchInlineSnapshot(
      `"invalid-port at services.postgres.devPort: "no" is not a port. It must be a whole number from 1 to 65535, or false for none."`,
    );
  });
});

describe('sizes', () => {
  it.each([
    ['12Gb', '"12G"'],
    ['512 mb', '"512M"'],
    ['512MiB', '"512M"'],
    ['2g', '"2G"'],
    ['512', 'a whole number and M or G, such as "512M" or "2G"'],
    ['1.5G', 'a whole number and M or G, such as "512M" or "2G"'],
    ['0M', 'a whole number and M or G, such as "512M" or "2G"'],
    ['', 'a whole number and M or G, such as "512M" or "2G"'],
    ['lots', 'a whole number and M or G, such as "512M" or "2G"'],
    [512, 'a whole number and M or G, such as "512M" or "2G"'],
    [null, 'a whole number and M or G, such as "512M" or "2G"'],
  ])('%j is none: write %s', (memory, hint) => {
    expect(mistakesOf({ services: { redis: { limits: { production: { memory } } } } })).toBe(
      `invalid-size at services.redis.limits.production.memory: ${JSON.stringify(memory)} is not a size. Write ${hint}.`,
    );
  });
});

describe('values of the wrong type', () => {
  it('are told wherever they are', () => {
    const options = {
      title: 7,
      tls: 'yes',
      host: [],
      network: 'x',
      logs: { format: 'jsn', maxFiles: 1.5 },
      services: [],
    };
    expect(mistakesOf(options)).toMatchInlineSnapshot(`
      "invalid-value at title: 7 is not valid here. It must be up to 40 characters without quotes, backslashes, $, &, <, > or braces, and no space at either end.
      invalid-value at tls: "yes" is not valid here. It must be true or false.
      invalid-value at host: [] is not valid here. It must be an object.
      invalid-value at network: "x" is not valid here. It must be an object.
      invalid-value at logs.format: "jsn" is not valid here. It must be one of json, plain. Did you mean "json"?
      invalid-value at logs.maxFiles: 1.5 is not valid here. It must be a whole number from 1 to 100.
      invalid-value at services: It is not an object. Write { "redis": false } to leave a service out, or { "redis": { … } } to set its options."
    `);
  });

  it('in a service as well', () => {
    const services = {
      frontend: 7,
      backend: {
        workers: 'many',
        pool: 0,
        systemPackages: { build: 'gcc', runtime: ['GCC!'] },
        optimize: { strip: 1 },
      },
      redis: { persist: 'yes', eviction: 'volatile_lru', maxMemory: '1T' },
    };
    expect(mistakesOf({ services })).toMatchInlineSnapshot(`
      "invalid-value at services.frontend: 7 is not valid here. It must be an object.
      invalid-value at services.backend.workers: "many" is not valid here. It must be "auto" or a whole number from 1 to 64.
      invalid-value at services.backend.pool: 0 is not valid here. It must be a whole number from 1 to 500.
      invalid-value at services.backend.systemPackages.build: "gcc" is not valid here. It must be a list, each item of it a Debian package's name.
      invalid-value at services.backend.systemPackages.runtime: ["GCC!"] is not valid here. It must be a list, each item of it a Debian package's name.
      invalid-value at services.backend.optimize.strip: 1 is not valid here. It must be true or false.
      invalid-value at services.redis.persist: "yes" is not valid here. It must be true or false.
      invalid-value at services.redis.eviction: "volatile_lru" is not valid here. It must be one of volatile-lru, volatile-lfu, volatile-ttl, noeviction, allkeys-lru, allkeys-lfu, allkeys-random. Did you mean "volatile-lru"?
      invalid-value at services.redis.maxMemory: "1T" is not valid here. It must be auto or a size, such as 128M."
    `);
  });

  it('null is no way to leave something out', () => {
    expect(mistakesOf({ locale: null, tls: null, services: { redis: null } })).toMatchInlineSnapshot(`
      "invalid-value at tls: null is not valid here. It must be true or false.
      invalid-value at locale: null is not valid here. It must be a language, such as el, de-CH or pt-BR.
      invalid-value at services.redis: null is not valid here. It must be an object."
    `);
  });
});

it('tells every mistake at once', () => {
  const options = {
    name: 'Shop',
    preset: 'hardend',
    locale: 'klingon!',
    images: { python: 'python', node: 'node:8@latest' },
    host: { production: { memory: '12Gb', cpus: 0 } },
    folders: { backend: '../x' },
    services: { postgres: false, redis: { eviction: 'allkeys-lru' }, frontend: { port: 99_999, csp: 'a"b' } },
    extra: true,
  };
  expect(mistakes(options)).toMatchInlineSnapshot(`
    "invalid-value at name: "Shop" is not valid here. It must be up to 40 lower-case letters, digits and -, beginning with a letter (not with pg-) and not ending with -, as Compose, DNS and PostgreSQL take it.
    invalid-value at preset: "hardend" is not valid here. It must be one of hardened, plan. Did you mean "hardened"?
    unknown-key at extra: There is no such option. Here are: $schema, name, preset, title, shortName, domain, tls, registry, upgradeWorkflow, target, swarm, kubernetes, locale, host, network, logs, composeFiles, folders, include, variables, environment, python, node, images, services.
    invalid-value at locale: "klingon!" is not valid here. It must be a language, such as el, de-CH or pt-BR.
    invalid-value at host.production.cpus: 0 is not valid here. It must be a number from 0.5 to 1024.
    invalid-size at host.production.memory: "12Gb" is not a size. Write "12G".
    invalid-value at folders.backend: "../x" is not valid here. It must be a folder inside the project, such as services/api, or ".".
    invalid-value at images.python: "python" is not valid here. It must be an image with a tag, such as registry.example/python:3.14-slim.
    invalid-value at images.node: "node:8@latest" is not valid here. It must be an image with a tag, such as registry.example/python:3.14-slim.
    invalid-port at services.frontend.port: 99999 is not a port. It must be a whole number from 1 to 65535.
    invalid-value at services.frontend.csp: "a\\"b" is not valid here. It must be a Content-Security-Policy header's value.
    unmet-need at services.migrate: migrate needs postgres: there is nothing to migrate without it. Take "postgres": false out, or write "migrate": false.
    evicting-broker at services.redis.eviction: With allkeys-lru a full Redis drops queued tasks of Celery. Write "volatile-lru", which drops only keys that expire anyway, or "noeviction"."
  `);
});
