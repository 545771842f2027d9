import type { Streams } from './create.js';

/** What `npx projen` does, without projen's own start. */
export async function sync(dir: string, { output, errors }: Streams): Promise<number> {
  const { run } = await import('../project/run.js');
  return run({ dir, output, errors });
}
