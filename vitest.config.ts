import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', 'test/golden/*/expected/**', 'test/adopt/repositories/**'];
// What asks programs that are no packages of npm: linters, which Python installs, a Docker Engine, a pseudo-terminal.
const linters = [
  'test/lint.test.ts',
  'test/tools/**/*.test.ts',
  'test/probe/docker.test.ts',
  'test/cli/wizard/terminal.test.ts',
  'test/cli/completion.test.ts',
];
// What takes minutes, or processes that are killed and full disks: what keeps a project in sync, to the last case.
const sync = [
  'test/io/**/*.test.ts',
  'test/merge/{random,every-line}.test.ts',
  'test/cli/sync/**/*.test.ts',
  'test/project/projen.test.ts',
];
// What needs a cluster.
const kubernetes = 'test/e2e/kubernetes.test.ts';
const globalSetup = ['scripts/templates.ts'];
// Limits only end what hangs. None measures anything, and a machine may have much else to do.
const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    // Of two processors both, and not the one that is left to others by default.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...notOurs, ...linters, ...sync, 'test/e2e/**'],
          globalSetup,
          testTimeout: minutes(3),
          hookTimeout: minutes(3),
        },
      },
      {
        test: {
          name: 'sync',
          include: sync,
          exclude: notOurs,
          globalSetup,
          testTimeout: minutes(10),
          hookTimeout: minutes(10),
        },
      },
      {
        test: {
          name: 'linters',
          include: linters,
          exclude: notOurs,
          globalSetup,
          // The first may have to install linters or to fetch images.
          testTimeout: minutes(10),
          hookTimeout: minutes(10),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...notOurs, kubernetes],
          globalSetup,
          // One stack at a time: they share the engine, its ports and two cores.
          fileParallelism: false,
          testTimeout: minutes(10),
          hookTimeout: minutes(15),
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e:kubernetes',
          include: [kubernetes],
          exclude: notOurs,
          globalSetup,
          // The first on a machine builds a cluster.
          testTimeout: minutes(15),
          hookTimeout: minutes(30),
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
