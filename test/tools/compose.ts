import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { Detail, Finding } from './files.js';
import { pooled, run } from './run.js';

let validator: ValidateFunction | undefined;

/** Compose's own schema, from the package that ships it. */
function schemaValidator(): ValidateFunction {
  if (validator) return validator;
  const dclint = createRequire(import.meta.url).resolve('dclint/package.json');
  const schema = JSON.parse(readFileSync(join(dirname(dclint), 'schemas/compose.schema.json'), 'utf8')) as object;
  // Its formats (`duration`, `ports`, …) are Compose's and not JSON schema's. Ajv knows draft 7 by its http: name only.
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  validator = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
  return validator;
}

/** What the Compose JSON schema has to say about a Compose file, without Docker. */
export function composeSchema(text: string): Detail[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines });
  if (document.errors.length > 0) {
    return document.errors.map(({ message, linePos }) => ({
      rule: 'syntax',
      message,
      ...(linePos && { line: linePos[0].line }),
    }));
  }
  const validate = schemaValidator();
  if (validate(document.toJS()) === true) return [];
  return (validate.errors ?? []).map((error) => detailOf(error, document, lines));
}

function detailOf(error: ErrorObject, document: Document, lines: LineCounter): Detail {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
  const extra = error.keyword === 'additionalProperties' ? `: ${String(error.params.additionalProperty)}` : '';
  return {
    rule: error.keyword,
    message: `${path.join('.')} ${error.message ?? 'is not valid'}${extra}`.trim(),
    ...(node?.range && { line: lines.linePos(node.range[0]).line }),
  };
}

/** The variables for which the file has no value of its own: `$X`, `${X}`, `${X:?why}`, and not `${X:-value}`. */
export function neededVariables(text: string): string[] {
  const code = text.replaceAll(/^\s*#.*$/gm, '').replaceAll('$$', '');
  const found = code.matchAll(/\$(?:\{([A-Za-z_]\w*)(?=\}|:?\?)|([A-Za-z_]\w*))/g);
  return [...new Set([...found].map(([, braced, plain]) => braced ?? plain!))];
}

/**
 * `docker compose config` on each file alone. It sees no variable of this machine: values come from the stack's .env
 * or .env.example and from `values`; whatever is empty there is set to `1`, which can be a port, a number and a name.
 */
export async function composeConfig(
  files: string | readonly string[],
  values: Readonly<Record<string, string>> = {},
): Promise<Finding[]> {
  return (await pooled([files].flat(), async (file) => configOf(resolve(file), values))).flat();
}

/** The file that Compose reads its values from, or would after the first step of the stack's README. */
export function settingsOf(stack: string): string | undefined {
  return ['.env', '.env.example'].map((name) => join(stack, name)).find((name) => existsSync(name));
}

/** Files that a Compose file includes are the user's: where there are none, some without services stand in. */
function writeIncluded(compose: string, folder: string): void {
  const included = isMap(parseDocument(compose).contents) ? parseDocument(compose).get('include') : undefined;
  const paths = isSeq(included) ? (included.toJSON() as readonly unknown[]) : [];
  for (const path of paths) {
    if (typeof path !== 'string' || existsSync(join(folder, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'services: {}\n');
  }
}

async function configOf(path: string, values: Readonly<Record<string, string>>): Promise<Finding[]> {
  const stack = dirname(path);
  const settings = settingsOf(stack);
  // The stack by another path, because a fresh one has no .env, and nothing is to be written into it.
  const folder = mkdtempSync(join(tmpdir(), 'lge-compose-'));
  try {
    for (const name of readdirSync(stack)) symlinkSync(join(stack, name), join(folder, name));
    if (settings !== undefined && !existsSync(join(folder, '.env'))) symlinkSync(settings, join(folder, '.env'));
    writeIncluded(readFileSync(path, 'utf8'), folder);
    const known = { ...(settings !== undefined && parseEnv(readFileSync(settings, 'utf8'))), ...values };
    const empty = neededVariables(readFileSync(path, 'utf8')).filter((name) => (known[name] ?? '') === '');
    const env = { ...dockerEnvironment(), ...values, ...Object.fromEntries(empty.map((name) => [name, '1'])) };
    // Every profile, or what belongs to one would not be looked at.
    const args = ['compose', '--profile', '*', '--project-directory', folder, '--file', path, 'config', '--quiet'];
    const { code, stderr } = await run('docker', args, { env });
    const place = { tool: 'compose', stack, file: path.slice(stack.length + 1) };
    return complaints(code, stderr).map((detail) => ({ ...place, ...detail }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `docker stack config` on each stack file: what it refuses, and what it says that Swarm ignores. */
export async function stackConfig(files: string | readonly string[]): Promise<Finding[]> {
  return (await pooled([files].flat(), async (file) => stackConfigOf(resolve(file)))).flat();
}

async function stackConfigOf(path: string): Promise<Finding[]> {
  const stack = dirname(path);
  const settings = settingsOf(stack);
  const known = settings === undefined ? {} : parseEnv(readFileSync(settings, 'utf8'));
  const empty = neededVariables(readFileSync(path, 'utf8')).filter((name) => (known[name] ?? '') === '');
  const env = { ...dockerEnvironment(), ...known, ...Object.fromEntries(empty.map((name) => [name, '1'])) };
  const { code, stderr } = await run('docker', ['stack', 'config', '--compose-file', path], { env });
  const said = stderr.trim();
  if (code === 0 && said === '') return [];
  const rule = code === 0 ? 'warning' : 'config';
  return [{ tool: 'stack', stack, file: path.slice(stack.length + 1), rule, message: said || `ended with ${code}` }];
}

function complaints(code: number, stderr: string): Detail[] {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const warnings = lines.flatMap((line) => /level=(?:warning|error) msg="(.*)"$/.exec(line)?.[1] ?? []);
  const details: Detail[] = warnings.map((message) => ({ rule: 'warning', message: message.replaceAll('\\"', '"') }));
  const rest = lines.filter((line) => !line.includes(' level=')).join('\n');
  if (code !== 0) details.push({ rule: 'config', message: rest === '' ? `ended with ${code}` : rest });
  return details;
}

/** What Docker itself needs of this machine's environment, and nothing that a Compose file could refer to. */
function dockerEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|DOCKER_.*)$/.test(name));
  return Object.fromEntries(kept);
}
