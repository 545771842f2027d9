import { expect, it } from 'vitest';
import { FILES, growth, version } from './support/growth.js';

it(
  '60 upgrades, each of two or three of 45 files: what is remembered grows a packed repository by 50 KiB at most',
  { timeout: 120_000 },
  () => {
    expect(new Set(version(0).map(({ path }) => path)).size).toBe(FILES);
    expect(growth(60)).toBeLessThanOrEqual(50);
  },
);
