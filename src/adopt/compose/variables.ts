import type { Evidence } from '../../detect/fact.js';
import type { ImportedVariable } from '../imported.js';
import type { Given } from './environment.js';
import type { EnvironmentName } from '../../model/service.js';
import type { Role } from './roles.js';

const SECRET_NAME =
  /PASSW(?:OR)?D|_PASS$|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY(?!_ID)|CREDENTIAL|(?:^|_)KEY$|SALT|JWT_KEY/i;
const PUBLIC_NAME = /PUBLIC|_URL$|EXPIRE|ALGORITHM|_FILE$|_MINUTES$|_TTL$|PREFIX|URI$/i;
/** `//user:password@host` */
const URL_PASSWORD = /:\/\/[^/\s:@]*:[^@\s/]+@/;

/** Whether a value must be in no file that others see. */
export function isSecret(name: string, value = '', raw = ''): boolean {
  if (URL_PASSWORD.test(value) || URL_PASSWORD.test(raw)) return true;
  return SECRET_NAME.test(name) && !PUBLIC_NAME.test(name);
}

/** Variables as they are found, one for each name. */
export interface VariableBook {
  readonly add: (given: Given, service: Role, environment: EnvironmentName, build?: boolean) => void;
  readonly all: (names: readonly string[]) => readonly ImportedVariable[];
}

interface Collected {
  readonly values: Map<
    EnvironmentName,
    { readonly value?: string; readonly raw?: string; readonly evidence: Evidence }
  >;
  readonly services: Set<string>;
  build: boolean;
}

/** Names of services in a value: in an address, or alone where the variable is one of a host. */
function hostsIn(variable: string, value: string, names: readonly string[]): readonly string[] {
  const alone = /HOST|SERVER|ADDR|NODE|ENDPOINT|BROKER/i.test(variable);
  return names.filter((name) => {
    const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    return (
      (alone && value === name) || new RegExp(String.raw`(?:://|@|,)${escaped}(?:$|[:/,?])|^${escaped}:\d`).test(value)
    );
  });
}

export function createVariables(): VariableBook {
  const found = new Map<string, Collected>();
  return {
    add(given, service, environment, build = false) {
      const { name, value, raw, evidence } = given;
      const one = found.get(name) ?? { values: new Map(), services: new Set(), build };
      found.set(name, one);
      one.services.add(service);
      one.build &&= build;
      if (!one.values.has(environment))
        one.values.set(environment, {
          ...(value !== undefined && { value }),
          ...(raw !== undefined && { raw }),
          evidence,
        });
    },
    all: (names) =>
      [...found].map(([name, { values, services, build }]) => {
        const first = values.get('production') ?? values.get('development')!;
        const development = values.get('development')?.value;
        const { value, raw } = first;
        return {
          name,
          ...(value !== undefined && { value }),
          ...(raw !== undefined && raw !== value && { raw }),
          ...(development !== undefined && development !== value && { development }),
          secret: isSecret(name, value, raw),
          build,
          services: [...services],
          hosts: hostsIn(name, value ?? '', names),
          evidence: first.evidence,
        };
      }),
  };
}
