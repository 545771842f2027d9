import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import * as format from 'prettier';
import { report, reportByPath, sources, type Detail, type Finding, type Source, type Stacks } from './files.js';
import { installTools } from './install.js';
import { expectCode, pooled, run } from './run.js';
import { YAML_LINE } from './waivers.js';

export const COMPOSE_FILE = /(^|\/)(docker-)?compose[^/]*\.ya?ml$/;
export const DOCKERFILE = /(^|\/)Dockerfile(?![^/]*\.dockerignore$)(\.[^/]+)?$/;

/** What shellcheck can do on request; the others are a matter of taste, or would forbid `command || fail`. */
const SHELL_OPTIONS = [
  'add-default-case',
  'avoid-negated-conditions',
  'avoid-nullary-conditions',
  'check-unassigned-uppercase',
  'deprecate-which',
  'quote-safe-variables',
  'useless-use-of-cat',
];

const program = async (name: string): Promise<string> => join(await installTools(), name);

/** A linter must not read what this machine or the folder it is started in has to say. */
const neutral = { cwd: tmpdir(), env: { PATH: process.env.PATH, HOME: '/nonexistent', LC_ALL: 'C.UTF-8' } };

const paths = (all: readonly Source[]): string[] => all.map(({ path }) => path);

export async function hadolint(stacks: Stacks): Promise<Finding[]> {
  const all = sources(stacks, (file) => DOCKERFILE.test(file));
  if (all.length === 0) return [];
  const args = ['--no-fail', '--disable-ignore-pragma', '--format', 'json', ...paths(all)];
  const { stdout } = expectCode(await run(await program('hadolint'), args, neutral), 'hadolint', 0);
  const found = JSON.parse(stdout) as { file: string; line: number; code: string; message: string }[];
  return reportByPath(
    'hadolint',
    all,
    found.map(({ file, line, code, message }) => ({ path: file, line, rule: code, message })),
  );
}

export async function shellcheck(stacks: Stacks): Promise<Finding[]> {
  const scripts = sources(stacks, (file) => /\.sh$/.test(file));
  const others = sources(stacks, (file) => /(^|\/)[^./]+$/.test(file));
  const bash = others.filter(({ text }) => /^#!\/bin\/bash\n/.test(text));
  return [...(await shellcheckAs('sh', scripts)), ...(await shellcheckAs('bash', bash))];
}

/** What shellcheck says of files; of `input`, which it calls `-`, where that is given. */
export async function askShellcheck(shell: 'sh' | 'bash', files: readonly string[], input?: string) {
  const args = ['--norc', `--shell=${shell}`, `--enable=${SHELL_OPTIONS.join(',')}`, '--format=json1', ...files];
  const options = { ...neutral, ...(input !== undefined && { input }) };
  const { stdout } = expectCode(await run(await program('shellcheck'), args, options), 'shellcheck', 0, 1);
  const { comments } = JSON.parse(stdout) as {
    comments: { file: string; line: number; code: number; message: string }[];
  };
  return comments.map(({ file, line, code, message }) => ({ path: file, line, rule: `SC${code}`, message }));
}

async function shellcheckAs(shell: 'sh' | 'bash', all: readonly Source[]): Promise<Finding[]> {
  return all.length === 0 ? [] : reportByPath('shellcheck', all, await askShellcheck(shell, paths(all)));
}

/** Its default rules, none left out. */
const YAMLLINT = JSON.stringify({ extends: 'default', rules: { [YAML_LINE.rule]: { max: YAML_LINE.limit } } });

export async function yamllint(stacks: Stacks): Promise<Finding[]> {
  const all = sources(stacks, (file) => /\.ya?ml$/.test(file) && !isLockFile(file));
  if (all.length === 0) return [];
  const args = ['--config-data', YAMLLINT, '--format', 'parsable', ...paths(all)];
  const { stdout } = expectCode(await run(await program('yamllint'), args, neutral), 'yamllint', 0, 1);
  const found = stdout.split('\n').filter((line) => line !== '');
  return reportByPath(
    'yamllint',
    all,
    found.map((line) => {
      const [, path, number, message, rule] = /^(.+?):(\d+):\d+: \[\w+\] (.*) \(([\w-]+)\)$/.exec(line) ?? [];
      if (path === undefined) throw new Error(`yamllint says: ${line}`);
      return { path, line: Number(number), rule: rule!, message: message! };
    }),
  );
}

interface DCLinter {
  lintFiles(
    paths: string[],
    recursive: boolean,
  ): { filePath: string; messages: { line: number; rule: string; message: string }[] }[];
}

// Its own declarations leave out file extensions, so that TypeScript finds nothing behind them.
const { DCLinter } = createRequire(import.meta.url)('dclint') as { DCLinter: new (config: object) => DCLinter };

/** Every rule at its default, which is its strictest. */
export function dclint(stacks: Stacks): Finding[] {
  const all = sources(stacks, (file) => COMPOSE_FILE.test(file));
  if (all.length === 0) return [];
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
  return reportByPath(
    'dclint',
    all,
    linter
      .lintFiles(paths(all), false)
      .flatMap(({ filePath, messages }) =>
        messages.map(({ line, rule, message }) => ({ path: filePath, line, rule, message })),
      ),
  );
}

/** What a package manager writes is its own business. */
const isLockFile = (file: string): boolean => /(^|\/)(package-lock\.json|pnpm-lock\.yaml)$/.test(file);

/** `prettier --check`, with the settings that the stack itself brings, if any. */
export async function prettier(stacks: Stacks): Promise<Finding[]> {
  const kinds = /\.(ya?ml|json|md|[cm]?[jt]sx?|css|html)$/;
  const texts = new Map<string, string>();
  const settings = (stack: string): string => {
    const text = texts.get(stack) ?? JSON.stringify(sources(stack, isFormatSetting).map((source) => source.text));
    texts.set(stack, text);
    return text;
  };
  const all = sources(stacks, (file) => kinds.test(file) && !isLockFile(file), settings);
  return (await pooled(all, async (source) => report('prettier', source, ...(await unformatted(source))))).flat();
}

const isFormatSetting = (file: string): boolean => /(^|\/)(\.prettierrc[^/]*|\.editorconfig)$/.test(file);

async function unformatted({ path, stack, text }: Source): Promise<Detail[]> {
  // Not the settings of a folder above the stack: its owner does not have that.
  const config = await format.resolveConfigFile(path);
  const own = config?.startsWith(stack + sep) === true || existsSync(join(stack, '.editorconfig'));
  const options = own ? await format.resolveConfig(path, { editorconfig: true, useCache: false }) : {};
  try {
    const wanted = await format.format(text, { ...options, filepath: path });
    if (wanted === text) return [];
    const lines = text.split('\n');
    const index = wanted.split('\n').findIndex((line, at) => line !== lines[at]);
    const line = index === -1 ? lines.length : index + 1;
    return [{ line, rule: 'format', message: `should be: ${wanted.split('\n')[index] ?? 'the end of the file'}` }];
  } catch (error) {
    return [{ rule: 'syntax', message: error instanceof Error ? error.message : String(error) }];
  }
}

interface RuffMessage {
  filename: string;
  code: string;
  message: string;
  location: { row: number };
}

/** Python files, those without an extension as well; with the settings of the stack's pyproject.toml, if any. */
export async function ruff(stacks: Stacks): Promise<Finding[]> {
  const candidates = sources(stacks, (file) => /(^|\/)([^./]+|[^/]+\.py)$/.test(file));
  const all = candidates.filter(({ file, text }) => file.endsWith('.py') || /^#!.*\bpython3?\n/.test(text));
  if (all.length === 0) return [];
  const binary = await program('ruff');
  const ask = async (...command: string[]): Promise<RuffMessage[]> => {
    const args = [...command, '--no-cache', '--output-format', 'json', ...paths(all)];
    return JSON.parse(expectCode(await run(binary, args, neutral), 'ruff', 0, 1, 2).stdout) as RuffMessage[];
  };
  const check = await ask('check');
  // Both of them say so when a file is no Python.
  const illFormatted = (await ask('format', '--check')).filter(({ code }) => code === 'unformatted');
  return reportByPath(
    'ruff',
    all,
    [...check, ...illFormatted].map(({ filename, code, message, location }) => ({
      path: filename,
      line: location.row,
      rule: code,
      message,
    })),
  );
}

const INLINE =
  /(hadolint\s+(global\s+)?ignore=|shellcheck\s+disable=|yamllint\s+disable|dclint\s+disable|prettier-ignore|#\s*check=|#\s*(ruff:\s*)?noqa|fmt:\s*(off|skip))/;

/** Comments that would silence one of the tools: waivers.ts is the place for that. */
export function inline(stacks: Stacks): Finding[] {
  return sources(stacks, () => true).flatMap((source) =>
    source.text.split('\n').flatMap((line, index) => {
      const [comment] = INLINE.exec(line) ?? [];
      if (comment === undefined) return [];
      return report('inline', source, { line: index + 1, rule: 'no-inline-waiver', message: `found: ${comment}` });
    }),
  );
}
