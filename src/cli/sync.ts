import type { Call, Context } from './command.js';
import type { flags } from './commands/sync.js';
import { EXIT } from './exit.js';
import { isConflictStyle, WRONG_STYLE } from './look.js';

/** Brings the project to what its options ask for. */
export async function sync({ flags: { conflict, json } }: Call<typeof flags>, context: Context): Promise<number> {
  if (!isConflictStyle(conflict)) {
    context.errors.write(`${WRONG_STYLE}\n`);
    return EXIT.usage;
  }
  const { run } = await import('../project/run.js');
  return run(context, { ...(json && { json }), ...(conflict && { plan: { conflict } }) });
}
