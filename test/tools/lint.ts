import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCheck } from './build.js';
import { composeConfig, composeSchema, settingsOf, stackConfig } from './compose.js';
import { report, reportByPath, sources, type Finding, type Stacks } from './files.js';
import { COMPOSE_FILE, dclint, hadolint, inline, prettier, ruff, shellcheck, yamllint } from './linters.js';
import { nginxTest } from './nginx.js';
import { waivers as ours, type Waiver } from './waivers.js';
import { workflows } from './workflows.js';

export {
  buildCheck,
  composeConfig,
  composeSchema,
  dclint,
  hadolint,
  inline,
  nginxTest,
  prettier,
  ruff,
  shellcheck,
  stackConfig,
  yamllint,
};
export type { Finding, Stacks };

export type Tool = (stacks: Stacks) => Finding[] | Promise<Finding[]>;

/** `composeSchema` over every Compose file. */
const schema: Tool = (stacks) => {
  const all = sources(stacks, (file) => COMPOSE_FILE.test(file));
  return all.flatMap((source) => report('schema', source, ...composeSchema(source.text)));
};

/** `composeConfig` over every Compose file at the top of its stack. */
const config: Tool = async (stacks) => {
  const topLevel = (file: string): boolean => COMPOSE_FILE.test(file) && !file.includes('/');
  const all = sources(stacks, topLevel, (stack) => {
    const settings = settingsOf(stack);
    return settings === undefined ? '' : readFileSync(settings, 'utf8');
  });
  const found = await composeConfig(all.map(({ path }) => path));
  return reportByPath(
    'compose',
    all,
    found.map(({ stack, file, rule, message }) => ({ path: join(stack, file), rule, message })),
  );
};

/** `stackConfig` over every stack file of Swarm. */
const stack: Tool = async (stacks) => {
  const all = sources(stacks, (file) => /(^|\/)(docker-)?stack\.ya?ml$/.test(file));
  const found = await stackConfig(all.map(({ path }) => path));
  return reportByPath(
    'stack',
    all,
    found.map(({ stack: folder, file, rule, message }) => ({ path: join(folder, file), rule, message })),
  );
};

/** Those that need no Docker. */
export const STATIC_TOOLS: readonly Tool[] = [
  dclint,
  hadolint,
  inline,
  prettier,
  ruff,
  schema,
  shellcheck,
  workflows,
  yamllint,
];

/** Those that ask a Docker Engine. */
export const DOCKER_TOOLS: readonly Tool[] = [buildCheck, config, nginxTest, stack];

/** What the tools find and nobody waived: the function to expect an empty list of. */
export async function findings(
  stacks: Stacks,
  tools: readonly Tool[] = STATIC_TOOLS,
  waivers: readonly Waiver[] = ours,
): Promise<Finding[]> {
  const found: Finding[] = [];
  // In turn: each of them uses all cores, or is over at once.
  for (const tool of tools) found.push(...(await tool(stacks)));
  return found.filter((finding) => !waivers.some((waiver) => covers(waiver, finding)));
}

function covers(waiver: Waiver, finding: Finding): boolean {
  const file = waiver.file ?? finding.file;
  return waiver.tool === finding.tool && waiver.rule === finding.rule && file === finding.file;
}
