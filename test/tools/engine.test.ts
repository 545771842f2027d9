import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCheck } from './build.js';
import { composeConfig, stackConfig } from './compose.js';
import { lab } from './docker.js';
import type { Finding } from './files.js';
import { folderWith } from './fixture.js';
import { DOCKER_TOOLS, findings } from './lint.js';
import { nginxTest } from './nginx.js';

const found = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, rule, message }) => `${file}:${line ?? ''} ${rule} ${message}`);

const DOCKERFILE = `FROM nginx:1.29-alpine AS runtime
COPY nginx/nginx.conf /etc/nginx/
COPY nginx/conf.d/ /etc/nginx/server.d/
`;
// The containers of a stack can write to /tmp alone, and so can the one that tries its configuration.
const server = (body: string): string => `pid /tmp/nginx.pid;
events {}
http {
    ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path /tmp/${name};`).join(' ')}
    server {
        listen 8080;
        ${body}
        include /etc/nginx/server.d/*.conf;
    }
}
`;
const frontend = (conf: string, own = ''): string =>
  folderWith({
    'frontend/Dockerfile': DOCKERFILE,
    'frontend/nginx/nginx.conf': conf,
    'frontend/nginx/conf.d/own.conf': own,
  });

const TLS = 'listen 8443 ssl; ssl_certificate /tls/cert.pem; ssl_certificate_key /tls/key.pem;';

beforeAll(async () => {
  expect(await lab(), 'a Docker Engine').toBe(true);
});

describe('with a Docker Engine', () => {
  describe('nginxTest', () => {
    it('accepts good files, with TLS and an upstream that cannot be found as well', async () => {
      const api = 'resolver 127.0.0.11; set $api http://backend:8000; location / { proxy_pass $api; }';
      expect(await nginxTest([frontend(server(api)), frontend(server(TLS.replaceAll('; ', ';\n')))])).toEqual([]);
    });

    it('finds an unknown directive, in what is included too', async () => {
      const findings = await nginxTest([frontend(server('gzzip on;')), frontend(server(''), 'return;\n')]);
      expect(found(findings)).toEqual([
        'frontend/nginx/nginx.conf:7 emerg unknown directive "gzzip"',
        'frontend/nginx/conf.d/own.conf:1 emerg invalid number of arguments in "return" directive',
      ]);
    });

    it('finds what nginx only warns of', async () => {
      const findings = await nginxTest(frontend(server('gzip_types text/html;')));
      expect(found(findings)).toEqual(['frontend/nginx/nginx.conf:7 warn duplicate MIME type "text/html"']);
    });

    it('finds that nginx would write where it cannot', async () => {
      const findings = await nginxTest(frontend(server('').replace(/^pid .*/, '')));
      expect(found(findings)).toEqual([expect.stringContaining('nginx.pid" failed (30: Read-only file system)')]);
    });

    it('finds that a copied file is missing', async () => {
      const [finding] = await nginxTest(folderWith({ 'frontend/Dockerfile': DOCKERFILE }));
      expect(finding).toMatchObject({ file: 'frontend/Dockerfile', rule: 'missing-file' });
    });
  });

  describe('buildCheck', () => {
    const good = 'FROM python:3.14-slim\nWORKDIR /app\nCOPY a.txt ./\nCMD ["python"]\n';

    it('finds warnings and errors in each of several stacks', async () => {
      const one = folderWith({ Dockerfile: good, 'a/Dockerfile.dev': good.replace('["python"]', 'python') });
      const two = folderWith({
        Dockerfile: good.replace('COPY', 'COPPY'),
        'a/Dockerfile': good,
        'a/.dockerignore': '*\n',
      });
      const rules = (await buildCheck([one, two])).map(({ file, line, rule }) => `${file}:${line ?? ''} ${rule}`);
      expect(rules.toSorted()).toEqual([
        'Dockerfile:3 error',
        'a/Dockerfile.dev:4 JSONArgsRecommended',
        'a/Dockerfile:3 CopyIgnoredFile',
      ]);
    });
  });

  describe('composeConfig', () => {
    const compose = (lines: string): string => `name: a\nservices:\n  a:\n    image: a:\${TAG:?needed}\n${lines}`;

    it('accepts a good file whose values are missing, and leaves nothing behind', async () => {
      const stack = folderWith({
        'docker-compose.yml': compose('    env_file: .env\n    ports:\n      - "127.0.0.1:${PORT}:80"\n'),
        '.env.example': 'TAG=\n',
      });
      expect(await composeConfig(join(stack, 'docker-compose.yml'))).toEqual([]);
      expect(existsSync(join(stack, '.env'))).toBe(false);
    });

    it('finds an error in each file, in a profile as well', async () => {
      const stack = folderWith({
        'docker-compose.yml': compose('    depends_on:\n      - nobody\n'),
        'docker-compose.dev.yml': compose('    profiles: [b]\n    volumes:\n      - data:/data\n'),
      });
      const files = ['docker-compose.yml', 'docker-compose.dev.yml'].map((file) => join(stack, file));
      expect(found(await composeConfig(files))).toEqual([
        expect.stringMatching(/^docker-compose.yml: config .*nobody/),
        expect.stringMatching(/^docker-compose.dev.yml: config .*data/),
      ]);
    });

    it('finds a warning', async () => {
      const stack = folderWith({ 'docker-compose.yml': `version: '3'\n${compose('')}` });
      expect(found(await composeConfig(join(stack, 'docker-compose.yml')))).toEqual([
        expect.stringMatching(/^docker-compose.yml: warning .*version.* is obsolete/),
      ]);
    });

    it('takes the values it is given', async () => {
      const stack = folderWith({ 'docker-compose.yml': compose('    ports:\n      - "127.0.0.1:${PORT}:80"\n') });
      const [finding] = await composeConfig(join(stack, 'docker-compose.yml'), { PORT: 'none' });
      expect(finding?.message).toContain('none');
    });
  });

  describe('stackConfig', () => {
    const file = (more: string): string => {
      const stack = folderWith({ 'docker-stack.yml': `services:\n  a:\n    image: a:\${TAG:?set it}\n${more}` });
      return join(stack, 'docker-stack.yml');
    };

    it('accepts a good file whose values are missing', async () => {
      expect(await stackConfig(file(''))).toEqual([]);
    });

    it.each([
      ['    depends_on:\n      b: {condition: service_healthy}\n', /depends_on must be a list/],
      ['    cpus: 1\n', /cpus/],
      ['    pull_policy: never\n', /pull_policy/],
    ])('finds %j', async (more, message) => {
      expect(found(await stackConfig(file(more)))).toEqual([expect.stringMatching(message)]);
    });
  });

  it('is asked by findings() as well, with every tool that needs it', async () => {
    const stack = frontend(server('gzzip on;'));
    const compose = `version: '3'\n\nservices:\n  a:\n    image: a:1\n`;
    writeFileSync(join(stack, 'docker-compose.yml'), compose);
    writeFileSync(join(stack, 'docker-stack.yml'), 'services:\n  a:\n    image: a:1\n    cpus: 1\n');
    writeFileSync(join(stack, 'frontend/Dockerfile'), `${DOCKERFILE}WORKDIR app\n`);
    const tools = (await findings(stack, DOCKER_TOOLS, [])).map(({ tool, file }) => `${tool} ${file}`);
    expect(tools).toEqual([
      'buildx frontend/Dockerfile',
      'compose docker-compose.yml',
      'nginx frontend/nginx/nginx.conf',
      'stack docker-stack.yml',
    ]);
  });
});
