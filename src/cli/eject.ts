import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonc from 'jsonc-parser';
import { backupIds, readBackup } from '../io/backup.js';
import { eject as ejectFiles } from '../io/eject.js';
import { normalise } from '../merge/text.js';
import { OPTIONS_FILE, PROJENRC_FILE } from '../project/paths.js';
import { PROJENRC } from '../render/projenrc.js';
import { Cancelled } from './cancelled.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/eject.js';
import { EXIT } from './exit.js';
import { guarded } from './look.js';

const PACKAGES = ['create-lge-stack', 'projen'];

/** package.json without us; everything else in it stays where it is. */
export function withoutUs(text: string, keepProjen: boolean): string {
  const json = (jsonc.parse(text) ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const gone = keepProjen ? ['create-lge-stack'] : PACKAGES;
  const paths = [
    ...['dependencies', 'devDependencies'].flatMap((group) =>
      gone.filter((name) => json[group]?.[name] !== undefined).map((name) => [group, name]),
    ),
    ...(!keepProjen && json.scripts?.projen === 'projen' ? [['scripts', 'projen']] : []),
  ];
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return paths.reduce(
    (now, path) => jsonc.applyEdits(now, jsonc.modify(now, path, undefined, { formattingOptions })),
    text,
  );
}

async function confirmed({ input, output, env }: Context): Promise<boolean> {
  if (!input.isTTY || !output.isTTY || env.CI) return false;
  const { confirm } = await import('@clack/prompts');
  const answer = await confirm({
    message: 'Leave all files, and take create-lge-stack out of the project?',
    input,
    output,
  });
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer;
}

/** Leaves every file as it is and takes out what is ours. */
export function eject({ flags: { yes } }: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { dir, output, errors } = context;
    if (!existsSync(join(dir, OPTIONS_FILE))) {
      errors.write(`There is no ${OPTIONS_FILE} in ${dir}.\n  Run this in the folder of the project.\n`);
      return EXIT.usage;
    }
    if (!yes && !(await confirmed(context))) {
      errors.write('Nothing was changed. Say --yes to eject without being asked.\n');
      return EXIT.usage;
    }
    const rc = join(dir, PROJENRC_FILE);
    const own = existsSync(rc) && normalise(readFileSync(rc, 'utf8')) !== PROJENRC;
    const precious = backupIds(dir).some((id) => readBackup(dir, id)?.precious);
    ejectFiles(dir, { keepProjen: own, keepBackups: precious, packageJson: (text) => withoutUs(text, own) });
    output.write('The files are yours alone now. Nothing writes them any more.\n');
    if (own) output.write(`! ${PROJENRC_FILE} has code of yours, so it and projen stay: take LgeStack out of it.\n`);
    if (precious)
      output.write('! .lge/backup holds lines that you wrote, so it stays: delete it when you need them no longer.\n');
    output.write('Run npm install to remove the packages.\n');
    return EXIT.ok;
  });
}
