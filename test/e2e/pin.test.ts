// `lge-stack pin` against a real registry, which holds nothing but what this test pushes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { provideImages } from '../tools/docker.js';
import { createProject, packPackage, type Created, type Package } from './support/package.js';
import { freePort } from './support/project.js';
import { attempt, eventually, run } from './support/shell.js';

const BASE = 'python:3.14.7-slim-trixie';
const REGISTRY = 'e2e-pin-registry';
let source: Package | undefined;
let shop: Created | undefined;
let image: string;

beforeAll(async () => {
  await provideImages([BASE]);
  const port = await freePort();
  image = `localhost:${port}/python:3.14-slim`;
  // From Debian's package, so that no image has to be pulled for it.
  const config =
    'version: 0.1\\nstorage: { filesystem: { rootdirectory: /tmp/registry } }\\nhttp: { addr: ":5000" }\\n';
  const install = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends docker-registry >/dev/null';
  const serve = `${install} && printf '${config}' > /tmp/config.yml && exec docker-registry serve /tmp/config.yml`;
  await run([
    'docker',
    'run',
    '--detach',
    '--rm',
    '--name',
    REGISTRY,
    '--publish',
    `127.0.0.1:${port}:5000`,
    BASE,
    'sh',
    '-c',
    serve,
  ]);
  await eventually(
    120,
    () => fetch(`http://127.0.0.1:${port}/v2/`),
    ({ ok }) => ok,
  );
  await run(['docker', 'tag', BASE, image]);
  await run(['docker', 'push', '--quiet', image]);
  source = await packPackage();
  shop = await createProject(source, 'e2e-pin', [`images.python=${image}`]);
});

afterAll(async () => {
  await attempt(['docker', 'rm', '--force', REGISTRY]);
  await attempt(['docker', 'image', 'rm', image]);
  await shop?.remove();
  source?.remove();
});

it('writes the digest behind the tag, and says which images no registry answers for (D30)', async () => {
  const { dir, edit, read } = shop!;
  edit('lge.stack.json', (text) => text.replace('{', '{\n  // Ours to explain.'));
  const [digest] = /sha256:[0-9a-f]{64}/.exec(await run(['docker', 'buildx', 'imagetools', 'inspect', image]))!;
  const pinned = await attempt(['npx', 'lge-stack', 'pin'], { cwd: dir });
  expect(pinned.stdout).toContain(`images.python: ${image}@${digest}`);
  expect(pinned.code).toBe(pinned.stderr.includes('no registry says') ? 8 : 0);
  expect(read('lge.stack.json')).toContain('// Ours to explain.');
  await run(['npx', 'projen'], { cwd: dir });
  expect(read('e2e-pin-backend/Dockerfile')).toContain(`FROM ${image}@${digest} AS builder`);
  expect((await attempt(['npx', 'lge-stack', 'pin'], { cwd: dir })).stdout).toContain('Nothing to pin.');
});
