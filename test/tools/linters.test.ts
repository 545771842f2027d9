import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from './files.js';
import { folderWith } from './fixture.js';
import { installTools } from './install.js';
import { dclint, hadolint, inline, prettier, ruff, shellcheck, yamllint } from './linters.js';
import { workflows } from './workflows.js';

const found = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, rule }) => `${file}:${line ?? ''} ${rule}`);

const COMPOSE = `---
name: demo

services:
  backend:
    image: demo/backend:\${IMAGE_TAG:-dev}
    ports:
      - host_ip: \${BIND_ADDRESS:-127.0.0.1}
        published: \${PORT:-8080}
        target: 8000
    restart: unless-stopped
`;

beforeAll(async () => {
  await installTools();
});

describe('hadolint', () => {
  it('finds a defect in each of several stacks, in every Dockerfile', async () => {
    const good = 'FROM python:3.14-slim\n';
    const one = folderWith({ 'backend/Dockerfile': `${good}WORKDIR app\n`, 'frontend/Dockerfile': good });
    const two = folderWith({ 'backend/Dockerfile.dev': 'FROM python\n', 'backend/Dockerfile.dockerignore': '*\n' });
    expect(found(await hadolint([one, two]))).toEqual([
      'backend/Dockerfile:2 DL3000',
      'backend/Dockerfile.dev:1 DL3006',
    ]);
  });

  it('finds what cannot be parsed, and what a comment would hide', async () => {
    const hidden = 'FROM python:3.14-slim\n# hadolint ignore=DL3000\nWORKDIR app\n';
    const stack = folderWith({ Dockerfile: 'FROM python:3.14-slim\nRUNN true\n', 'a/Dockerfile': hidden });
    expect(found(await hadolint(stack))).toEqual(['Dockerfile:2 DL1000', 'a/Dockerfile:3 DL3000']);
  });

  it('reports one file that two stacks share once for each', async () => {
    const stacks = [1, 2].map(() => folderWith({ Dockerfile: 'FROM python\n' }));
    const findings = await hadolint(stacks);
    expect(findings.map(({ stack }) => stack)).toEqual(stacks);
  });
});

describe('shellcheck', () => {
  it('finds a Bash construct, an unquoted variable and what it checks on request only', async () => {
    const script = '#!/bin/sh\nif [[ $1 ]]; then rm -- $2; fi\ncase $3 in a) ;; esac\n';
    const stack = folderWith({ 'scripts/backup.sh': script, 'scripts/good.sh': '#!/bin/sh\nexit 0\n' });
    expect(found(await shellcheck(stack))).toEqual(
      expect.arrayContaining([
        'scripts/backup.sh:2 SC3010',
        'scripts/backup.sh:2 SC2086',
        'scripts/backup.sh:3 SC2249',
      ]),
    );
  });

  it('knows a script of Bash by its first line', async () => {
    const script = '#!/bin/bash\n[[ $1 == a ]] || rm -- $2\n';
    expect(found(await shellcheck(folderWith({ probe: script, other: script.replace('bash', 'zsh') })))).toEqual([
      'probe:2 SC2086',
    ]);
  });
});

describe('steps of workflows', () => {
  const steps = (...lines: readonly string[]): string =>
    ['jobs:', '  check:', '    steps:', '      - uses: actions/checkout@v5', ...lines, ''].join('\n');

  it('are Bash, and found at their line in the workflow', async () => {
    const good = steps('      - run: npm ci', '      - run: |', '          [[ "$1" == a ]] || exit 1');
    const bad = steps('      - run: rm -- $2', '      - run: |', '          code=0', '          exit $code 1');
    const stack = folderWith({
      '.github/workflows/good.yml': good,
      '.github/workflows/bad.yml': bad,
      'other.yml': bad,
    });
    expect(found(await workflows(stack))).toEqual(
      expect.arrayContaining(['.github/workflows/bad.yml:5 SC2086', '.github/workflows/bad.yml:8 SC2241']),
    );
    expect(found(await workflows(stack)).filter((one) => !one.includes('/bad.yml'))).toEqual([]);
  });

  it('have no expression put into them, which would run what is in a title or a branch name', async () => {
    const bad = steps('      - run: echo "${{ github.head_ref }}"');
    const stack = folderWith({ '.github/workflows/bad.yml': bad });
    expect(found(await workflows(stack))).toContain('.github/workflows/bad.yml:5 expression');
  });

  it('of what is no YAML are no silence', async () => {
    await expect(workflows(folderWith({ '.github/workflows/bad.yml': 'jobs: [' }))).rejects.toThrow();
  });
});

describe('yamllint', () => {
  it('finds a missing document start, a bad indentation and a line over 120 characters', async () => {
    const stack = folderWith({
      'docker-compose.yml': COMPOSE,
      'b.yml': `---\nname: ${'x'.repeat(113)}\n`,
      'c.yml': `---\nname: ${'x'.repeat(50)} ${'y'.repeat(63)}\n`,
      'a.yml': `name: ${'x'.repeat(60)} ${'y'.repeat(60)}\na:\n  - b\nc:\n - d\n`,
    });
    expect(found(await yamllint(stack))).toEqual([
      'a.yml:1 document-start',
      'a.yml:1 line-length',
      'a.yml:5 indentation',
    ]);
  });

  it('finds what is no YAML', async () => {
    expect(found(await yamllint(folderWith({ 'a.yml': '---\na: [\n' })))).toEqual(['a.yml:3 syntax']);
  });
});

describe('dclint', () => {
  it('is content with a good file', () => {
    expect(dclint(folderWith({ 'docker-compose.yml': COMPOSE }))).toEqual([]);
  });

  it('finds ports open to everyone, keys out of order and keys that do not exist', () => {
    const open = COMPOSE.replace(/host_ip: .*\n {8}/, '').replace(/( {4}image.*\n)([^]*)/, '$2$1');
    const stack = folderWith({
      'docker-compose.yml': open,
      'docker-compose.dev.yml': COMPOSE.replace('restart', 'restrat'),
    });
    const rules = found(dclint(stack)).map((line) => line.replace(/:\d+/, ''));
    expect(rules).toEqual([
      'docker-compose.dev.yml invalid-schema',
      'docker-compose.yml no-unbound-port-interfaces',
      'docker-compose.yml service-keys-order',
    ]);
  });
});

describe('prettier', () => {
  it('finds each kind of file that is not formatted, and where', async () => {
    const stack = folderWith({
      'a.yml': 'a:   1\n',
      'a.json': '{"a":1}\n',
      'a.md': '# A\ntext\n',
      'a.tsx': 'export const A = () => <b>a</b>;\nlet b = 1\n',
      'a.css': 'b{}\n',
      'a.html': '<p>a</p >\n',
      'good.ts': 'export const a = 1;\n',
    });
    expect(found(await prettier(stack)).toSorted()).toEqual([
      'a.css:1 format',
      'a.html:1 format',
      'a.json:1 format',
      'a.md:2 format',
      'a.tsx:2 format',
      'a.yml:1 format',
    ]);
  });

  it('finds a file that cannot be parsed', async () => {
    expect(found(await prettier(folderWith({ 'a.ts': 'const = ;\n' })))).toEqual(['a.ts: syntax']);
  });

  it("takes the stack's own settings, and those of no other", async () => {
    const single = { 'a.ts': "export const a = 'a';\n" };
    const own = folderWith({ ...single, '.prettierrc.json': '{ "singleQuote": true }\n' });
    const other = folderWith(single);
    expect((await prettier([own, other])).map(({ stack }) => stack)).toEqual([other]);
  });
});

describe('ruff', () => {
  it('finds an unused import and bad formatting, without an extension as well', async () => {
    const bad = '#!/usr/bin/env python3\nimport os\nprint( 1 )\n';
    const stack = folderWith({ 'backend/dev-entrypoint': bad, 'backend/app/main.py': 'A = 1\n', LICENSE: 'a (b\n' });
    const lines = found(await ruff(stack));
    expect(lines).toEqual(
      expect.arrayContaining(['backend/dev-entrypoint:2 F401', 'backend/dev-entrypoint:3 unformatted']),
    );
    expect(lines.filter((line) => !line.startsWith('backend/dev-entrypoint:'))).toEqual([]);
  });

  it('finds what is no Python', async () => {
    expect(found(await ruff(folderWith({ 'a.py': 'def (\n' })))).toContain('a.py:1 invalid-syntax');
  });
});

describe('inline', () => {
  it.each([
    ['Dockerfile', '# hadolint ignore=DL3008'],
    ['Dockerfile', '# check=skip=all'],
    ['scripts/a.sh', '# shellcheck disable=SC2086'],
    ['a.yml', 'a: 1 # yamllint disable-line'],
    ['docker-compose.yml', '# dclint disable'],
    ['a.md', '<!-- prettier-ignore -->'],
    ['a.py', 'import os  # noqa: F401'],
  ])('finds in %s: %s', (file, comment) => {
    expect(found(inline(folderWith({ [file]: `\n${comment}\n` })))).toEqual([`${file}:2 no-inline-waiver`]);
  });
});
