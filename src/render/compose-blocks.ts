import { formatMemory } from '../model/units.js';
import type { Env } from '../model/variable.js';
import { type Context, mapping } from './compose-service.js';
import { Mapping, type Value } from './yaml.js';

/** The environment that containers of the application share, or `undefined` where there are none. */
export function applicationBlock(context: Context, env: Env = context.environment.application): Mapping | undefined {
  if (!context.environment.containers.some((container) => container.application)) return undefined;
  const map = new Mapping();
  for (const [key, value] of Object.entries(env)) map.add(key, context.env(value));
  context.application = map;
  return map;
}

function logging({ options }: Context['stack']): Value {
  const rotation = {
    'max-size': formatMemory(options.logs.maxSize).toLowerCase(),
    'max-file': String(options.logs.maxFiles),
  };
  return { driver: 'json-file', options: rotation };
}

const DEFAULTS = ['restart', 'logging', 'cap_drop', 'init', 'security_opt'] as const;
type Default = (typeof DEFAULTS)[number];

/** What every service has: how it is restarted, logs and is locked down, as far as an engine has the keys for it. */
export function defaultsBlock(context: Context, keys: readonly Default[] = DEFAULTS): Mapping {
  const { policy } = context.stack;
  const rows: Readonly<Record<Default, readonly [value: Value | undefined, comment?: string]>> = {
    restart: ['unless-stopped'],
    logging: [policy.runtimeGuards ? logging(context.stack) : undefined, 'Docker keeps logs for ever otherwise.'],
    cap_drop: [policy.dropCapabilities ? ['ALL'] : undefined],
    init: [policy.runtimeGuards || undefined, 'Passes signals on and reaps children that are left behind.'],
    security_opt: [policy.noNewPrivileges ? ['no-new-privileges:true'] : undefined],
  };
  const map = mapping(keys.map((key) => [key, ...rows[key]]));
  context.defaults = map;
  return map;
}
