import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import jsonc from 'jsonc-parser';
import { loadText } from '../index.js';
import { writeFile } from '../io/write.js';
import type { Streams } from './create.js';
import { EXIT } from './flags.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { run } from './lock.js';
import { describe, styleFor } from '../io/terminal.js';

const withoutDigest = (image: string): string => image.replace(/@sha256:[0-9a-f]{64}$/, '');

/** The digest that the registry has for a tag now: of all platforms, not only of this one. */
async function digestOf(image: string, dir: string): Promise<string | undefined> {
  // One line of JSON: some versions print a table for a single value.
  const { ok, said } = await run(
    ['docker', 'buildx', 'imagetools', 'inspect', '--format', '{{json .Manifest.Digest}}', image],
    dir,
  );
  return ok ? /^"(sha256:[0-9a-f]{64})"$/.exec(said)?.[1] : undefined;
}

function setImage(text: string, key: string, image: string): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return jsonc.applyEdits(text, jsonc.modify(text, ['images', key], image, { formattingOptions }));
}

/**
 * Writes the digest of each base image behind its tag into lge.stack.json, so that every build starts from the same
 * bytes; run again, it takes the digests of today. An image that no registry answers for is left as it is.
 */
export async function pin(
  dir: string,
  { output, errors }: Streams,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const before = await readFile(join(dir, OPTIONS_FILE), 'utf8');
  const { stack, diagnostics } = loadText(before);
  errors.write(describe(diagnostics, OPTIONS_FILE, styleFor(errors, env)));
  if (!stack) return EXIT.usage;
  let text = before;
  let failed = false;
  for (const [key, image] of Object.entries(stack.options.images)) {
    const digest = await digestOf(withoutDigest(image), dir);
    const pinned = `${withoutDigest(image)}@${digest ?? ''}`;
    if (digest === undefined) {
      failed = true;
      errors.write(`! ${image}: no registry says what its digest is, so it is left as it is.\n`);
    } else if (pinned !== image) {
      output.write(`~ images.${key}: ${pinned}\n`);
      text = setImage(text, key, pinned);
    }
  }
  if (text !== before) writeFile(join(dir, OPTIONS_FILE), text, false);
  output.write(text === before ? 'Nothing to pin.\n' : `${OPTIONS_FILE} is written. Run npx projen.\n`);
  return failed ? EXIT.fault : EXIT.ok;
}
