import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadOptions, renderStack } from '../../src/index.js';
import { writeFiles } from '../support/disk.js';
import { goldenCase, goldenNames } from '../support/golden.js';
import { validOptions } from '../support/options.js';
import { rendering } from '../support/rendering.js';
import { lab } from '../tools/docker.js';
import { composeConfig, DOCKER_TOOLS, findings, stackConfig } from '../tools/lint.js';

/** How many random stacks Compose is asked about. */
const SAMPLES = 15;

let folder: string;

beforeAll(async () => {
  expect(await lab(), 'a Docker Engine').toBe(true);
  folder = mkdtempSync(join(tmpdir(), 'lge-golden-'));
  for (const name of goldenNames()) writeFiles(join(folder, 'golden', name), goldenCase(name).rendering.files);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it.each(DOCKER_TOOLS.map((tool) => [tool.name, tool] as const))(
  '%s finds nothing in any golden case',
  async (_, tool) => {
    const found = await findings(
      goldenNames().map((name) => join(folder, 'golden', name)),
      [tool],
    );
    const lines = found.map(
      ({ stack, file, line, rule, message }) =>
        `${stack.slice(folder.length + 8)}/${file}:${line ?? 0} ${rule}: ${message}`,
    );
    expect(lines).toEqual([]);
  },
);

it('docker stack config accepts stacks with any valid options', async () => {
  const seed = Date.now();
  const problems: string[] = [];
  for (const [index, options] of fc.sample(validOptions, { numRuns: SAMPLES, seed }).entries()) {
    // Errors that only Swarm has, such as images without a registry, are none of the file.
    const { stack } = loadOptions({ ...options, target: 'swarm', swarm: { nodes: 1 } });
    if (!stack) continue;
    const folderOf = join(folder, 'swarm', String(index));
    writeFiles(folderOf, renderStack(stack));
    const found = await stackConfig(join(folderOf, 'docker-stack.yml'));
    problems.push(...found.map(({ message }) => `${message}\n${JSON.stringify(options)}`));
  }
  expect(problems, `seed ${seed}`).toEqual([]);
});

it('docker compose config accepts stacks with any valid options', async () => {
  const seed = Date.now();
  const samples = fc.sample(validOptions, { numRuns: SAMPLES, seed });
  const problems: string[] = [];
  for (const [index, options] of samples.entries()) {
    const stack = join(folder, 'random', String(index));
    const {
      files,
      stack: {
        options: { composeFiles },
      },
    } = rendering(options);
    writeFiles(stack, files);
    const found = await composeConfig([join(stack, composeFiles.development), join(stack, composeFiles.production)]);
    problems.push(...found.map(({ file, message }) => `${file}: ${message}\n${JSON.stringify(options)}`));
  }
  expect(problems, `seed ${seed}`).toEqual([]);
});
