import type { BuildOptions } from 'esbuild';

/** What is published, by the name of its file in lib/. */
export const ENTRIES = {
  bin: 'src/bin.ts',
  'lge-stack': 'src/lge-stack.ts',
  index: 'src/index.ts',
  projen: 'src/project/index.ts',
  rc: 'src/project/rc.ts',
  testing: 'src/testing.ts',
} as const;

/** How it is bundled, in the build and in the tests that run the package. */
export const BUNDLE = {
  bundle: true,
  // Chunks are shared, so that what one command needs is loaded by that command alone.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;
