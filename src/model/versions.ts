/** `3.14` out of `registry/python:3.14.7-slim-trixie`; `undefined` where the tag does not begin with a version. */
export function pythonVersion(image: string): string | undefined {
  return /:(3\.\d+)/.exec(image)?.[1];
}

/** The minor version of the oldest Python 3 that images are made for. */
export const OLDEST_PYTHON = 11;

/** Whether images are made for a Python such as `3.10`. */
export const isPythonTooOld = (version: string): boolean => Number(version.split('.')[1]) < OLDEST_PYTHON;

/** `16` out of `postgres:16.15-alpine`, `pgvector/pgvector:pg16` or `timescale/timescaledb:2.17.2-pg16`. */
export function postgresVersion(image: string): number | undefined {
  const [, major] = /:(?:[^@]*\bpg)(\d+)/.exec(image) ?? /:(\d+)/.exec(image) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** Whether an official image is of the Alpine variety: its accounts have other numbers than those of Debian. */
export const isAlpine = (image: string): boolean => /:[^@]*alpine/.test(image);

/** `24` out of `node:24.21.0-alpine`. */
export function nodeVersion(image: string): string {
  return /:(\d+)/.exec(image)?.[1] ?? '24';
}

/** What the generated files need: `start_interval` of the engine, and of Compose what it reads since then. */
export const MINIMUM = { engine: '25.0.0', compose: '2.24.4' } as const;
