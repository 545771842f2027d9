import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadText } from '../index.js';
import { writeFile } from '../io/write.js';
import { describe, styleFor } from '../io/terminal.js';
import { withValue } from '../merge/json-edit.js';
import { OPTIONS_FILE } from '../project/paths.js';
import type { Context, Env } from './command.js';
import { EXIT } from './exit.js';
import { run } from './run.js';

const withoutDigest = (image: string): string => image.replace(/@sha256:[0-9a-f]{64}$/, '');

/** The digest that the registry has for a tag now: of all platforms, not only of this one. */
async function digestOf(image: string, dir: string, env: Env): Promise<string | undefined> {
  // One line of JSON: some versions print a table for a single value.
  const { ok, said } = await run(
    ['docker', 'buildx', 'imagetools', 'inspect', '--format', '{{json .Manifest.Digest}}', image],
    dir,
    { env },
  );
  return ok ? /^"(sha256:[0-9a-f]{64})"$/.exec(said)?.[1] : undefined;
}

/** The text with the image in it; comments and the layout stay. */
export function setImage(text: string, key: string, image: string): string {
  return withValue(text, ['images', key], image);
}

/**
 * Writes the digest of each base image behind its tag into lge.stack.json, so that every build starts from the same
 * bytes; run again, it takes the digests of today. An image that no registry answers for is left as it is.
 */
export async function pin({ dir, output, errors, env }: Context): Promise<number> {
  const file = join(dir, OPTIONS_FILE);
  if (!existsSync(file)) {
    errors.write(`There is no ${OPTIONS_FILE} in ${dir}.\n  Run this in the folder of the project.\n`);
    return EXIT.usage;
  }
  const before = await readFile(file, 'utf8');
  const { stack, diagnostics } = loadText(before);
  errors.write(describe(diagnostics, OPTIONS_FILE, styleFor(errors, env)));
  if (!stack) return EXIT.usage;
  let text = before;
  let failed = false;
  for (const [key, image] of Object.entries(stack.options.images)) {
    const digest = await digestOf(withoutDigest(image), dir, env);
    const pinned = `${withoutDigest(image)}@${digest ?? ''}`;
    if (digest === undefined) {
      failed = true;
      errors.write(`! ${image}: no registry says what its digest is, so it is left as it is.\n`);
    } else if (pinned !== image) {
      output.write(`~ images.${key}: ${pinned}\n`);
      text = setImage(text, key, pinned);
    }
  }
  if (text !== before) writeFile(file, text, false);
  output.write(text === before ? 'Nothing to pin.\n' : `${OPTIONS_FILE} is written. Run npx projen.\n`);
  return failed ? EXIT.incomplete : EXIT.ok;
}
