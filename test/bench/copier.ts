// copier, which is installed for this alone, and a template of its own that says what ours does.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt, run } from '../e2e/support/shell.js';
import { editSix, filesIn } from './upgrades.js';

const SETTINGS = `_templates_suffix: .jinja
name:
  type: str
  default: shop
`;
const ANSWERS = '{{ _copier_conf.answers_file }}.jinja';

const git = (cwd: string, ...args: readonly string[]): Promise<string> =>
  run(['git', '-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
  });

async function commit(dir: string, message: string): Promise<void> {
  await git(dir, 'add', '--all', '--force');
  await git(dir, 'commit', '--quiet', '--message', message);
}

/** What a project has as a release of a template, every file rendered by Jinja. */
async function release(template: string, from: string, tag: string): Promise<void> {
  for (const path of filesIn(from)) {
    const file = join(template, `${path}.jinja`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `{% raw %}${readFileSync(join(from, path), 'utf8')}{% endraw %}\n`);
  }
  await commit(template, tag);
  await git(template, 'tag', tag);
}

/** Its program; `undefined` where Python or PyPI is not there. */
async function installCopier(root: string): Promise<string | undefined> {
  const venv = join(root, 'copier');
  const program = join(venv, 'bin/copier');
  if (existsSync(program)) return program;
  for (const command of [
    ['python3', '-m', 'venv', venv],
    [join(venv, 'bin/pip'), 'install', '--quiet', 'copier'],
  ]) {
    const { code, stderr } = await attempt(command).catch((error: unknown) => ({ code: -1, stderr: String(error) }));
    if (code === 0) continue;
    console.log(`Without copier: ${command.join(' ')}: ${stderr.trim()}`);
    return undefined;
  }
  return program;
}

/** A project of copier's, committed, with the same edits, and the command that upgrades it. */
export async function prepareCopier(
  root: string,
  { old, next }: { readonly old: string; readonly next: string },
): Promise<{ readonly dir: string; readonly command: readonly string[] } | undefined> {
  const copier = await installCopier(root);
  if (copier === undefined) return undefined;
  const [template, dir] = [`${old}-template`, `${old}-copier`];
  mkdirSync(template);
  await git(template, 'init', '--quiet');
  writeFileSync(join(template, 'copier.yml'), SETTINGS);
  writeFileSync(join(template, ANSWERS), '{{ _copier_answers|to_nice_yaml }}');
  await release(template, old, 'v1');
  await release(template, next, 'v2');
  await run([copier, 'copy', '--quiet', '--defaults', '--vcs-ref', 'v1', `git+file://${template}`, dir]);
  await git(dir, 'init', '--quiet');
  editSix(dir);
  await commit(dir, 'v1');
  return { dir, command: [copier, 'update', '--quiet', '--defaults'] };
}
