import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', 'test/golden/*/expected/**'];
const globalSetup = ['scripts/templates.ts'];
const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...notOurs, 'test/e2e/**'],
          globalSetup,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: notOurs,
          globalSetup,
          // One stack at a time: they share the engine, its ports and two cores.
          fileParallelism: false,
          testTimeout: minutes(10),
          hookTimeout: minutes(15),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
