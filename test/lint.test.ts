import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFiles } from './support/disk.js';
import { goldenCase, goldenNames } from './support/golden.js';
import { findings, STATIC_TOOLS } from './tools/lint.js';
import { waivers, YAML_LINE } from './tools/waivers.js';

let folder: string;
const stacks = (): readonly string[] => goldenNames().map((name) => join(folder, name));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-golden-'));
  for (const name of goldenNames()) writeFiles(join(folder, name), goldenCase(name).rendering.files);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Each looks at a file once, however many of the cases have it.
it.each(STATIC_TOOLS.map((tool) => [tool.name, tool] as const))(
  '%s finds nothing in any golden case',
  async (_, tool) => {
    const found = await findings(stacks(), [tool]);
    const lines = found.map(({ file, line, rule, message }) => `${file}:${line ?? 0} ${rule}: ${message}`);
    // The same file is in many of them.
    expect([...new Set(lines)]).toEqual([]);
  },
);

it('waives nothing without a reason', () => {
  expect([...waivers, YAML_LINE].filter(({ reason }) => reason.length < 20)).toEqual([]);
});
