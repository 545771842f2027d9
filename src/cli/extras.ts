import { extraFile, extraPaths, fitting, type Beside } from '../adopt/compose/extra-file.js';
import type { RenderedFile } from '../model/files.js';
import { ENVIRONMENTS, type EnvironmentName } from '../model/service.js';
import type { Stack } from '../model/stack.js';
import { networkName } from '../render/compose-shared.js';
import { isObject } from '../stack/answer.js';
import type { Json } from './options.js';
import type { Prepared } from './wizard/screen.js';

/** What a stack leaves to services that are none of its own. */
function besideOf(stack: Stack, environment: EnvironmentName): Beside {
  const { containers } = stack.environments[environment];
  const used = (['edge', 'data'] as const).filter((id) => containers.some(({ networks }) => networks.includes(id)));
  return {
    networks: [...new Set(used.map((id) => networkName(stack, id)))],
    services: new Set(containers.map(({ id }) => id)),
    ports: new Set(containers.flatMap(({ publish }) => publish.map(({ host }) => host))),
  };
}

/** What is adopted, with what is known of services that cannot run beside a stack. */
export function besideStack(prepared: Prepared, stack: Stack): Prepared {
  if (!prepared.imported) return prepared;
  const beside = { development: besideOf(stack, 'development'), production: besideOf(stack, 'production') };
  return { ...prepared, imported: fitting(prepared.imported, beside) };
}

/** The options without files under `include` that nothing would be in. */
export function withoutEmpty(options: Json, { imported: before }: Prepared, { imported: now }: Prepared): Json {
  if (!before || !now || !isObject(options.include)) return options;
  const [planned, filled] = [extraPaths(before), extraPaths(now)];
  const entries = Object.entries(options.include).flatMap(([name, files]: [string, unknown]) => {
    const id = name as EnvironmentName;
    if (!Array.isArray(files) || planned[id] === undefined || filled[id] !== undefined) return [[name, files]];
    const others = files.filter((file) => file !== planned[id]);
    return others.length === 0 ? [] : [[name, others]];
  });
  const rest = Object.entries(options).filter(([key]) => key !== 'include');
  const include = entries.length === 0 ? [] : [['include', Object.fromEntries(entries) as unknown] as const];
  return Object.fromEntries([...rest, ...include]);
}

/** Files for services that are none of ours, as far as options name them under `include`: the user's from then on. */
export function extraFiles({ imported }: Prepared, stack: Stack): readonly RenderedFile[] {
  if (!imported) return [];
  const paths = extraPaths(imported);
  return ENVIRONMENTS.flatMap((name) => {
    const path = paths[name];
    if (path === undefined || !stack.options.include[name].includes(path)) return [];
    return [{ path, content: extraFile(imported.extraServices, name, besideOf(stack, name)), owner: 'seed' as const }];
  });
}
