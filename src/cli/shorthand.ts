import { ENVIRONMENTS, type Catalog } from '../model/service.js';
import { nest } from '../stack/parse.js';
import type { Json, Path } from './json.js';
import { findService, mainPort, portQuestions, unknownService } from './services.js';

/** What one flag says, in the shape of lge.stack.json, or one sentence about what is wrong with it. */
export type Said =
  | { readonly options: Json }
  /** The port at this path is to be one that is free. */
  | { readonly free: Path }
  | { readonly mistake: string };

/** `512m`, `2GiB` → `512M`, `2G`, as options write it. */
export function memoryOf(text: string): string | undefined {
  const [, amount, unit] = /^([1-9]\d*)([mg])(?:i?b)?$/i.exec(text) ?? [];
  return amount && unit && `${amount}${unit.toUpperCase()}`;
}

/** `2cpu`, `0.5` → 2, 0.5. */
function cpusOf(text: string): number | undefined {
  const [, amount] = /^(\d+(?:\.\d+)?)(?:cpus?)?$/i.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount);
}

/** Memory and processors in either order, one of them at least. */
function limits(parts: readonly string[]): Json | undefined {
  const memory = parts.map(memoryOf).find((one) => one !== undefined);
  const cpus = parts.filter((part) => memoryOf(part) === undefined).map(cpusOf);
  if (parts.length > 2 || cpus.length > 1 || cpus.some((one) => one === undefined)) return undefined;
  if (parts.length > 1 && cpus.length === 0) return undefined;
  return { ...(cpus[0] !== undefined && { cpus: cpus[0] }), ...(memory !== undefined && { memory }) };
}

const isEnvironment = (word: string): boolean => ENVIRONMENTS.some((name) => name === word);

/** `2g/2cpu` is production's; `development=2g/2cpu`. */
export function hostFrom(text: string): Said {
  const [environment = '', amount = ''] = text.includes('=') ? text.split('=', 2) : ['production', text];
  const found = limits(amount.split('/'));
  if (!found || !isEnvironment(environment))
    return { mistake: `--host ${text}: write MEMORY/CPUS, such as 2g/2cpu or development=4g/2cpu.` };
  return { options: nest(['host', environment], found) };
}

/** `postgres=384m,0.5cpu` is production's; `postgres.development=384m`. */
export function limitFrom(text: string, catalog: Catalog): Said {
  const [name = '', amount = ''] = text.split('=', 2);
  const [word = '', environment = 'production'] = name.split('.', 2);
  const service = findService(word, catalog);
  const found = amount === '' ? undefined : limits(amount.split(','));
  if (!found || !isEnvironment(environment))
    return {
      mistake: `--limit ${text}: write SERVICE=MEMORY,CPUS, such as postgres=384m,0.5cpu or postgres.development=384m.`,
    };
  if (!service) return { mistake: `--limit ${text}: ${unknownService(word, catalog)}` };
  return { options: nest(['services', service.id, 'limits', environment], found) };
}

/** `api=8000`, `frontend.port=8080`, `postgres=auto`, `redis=none`. */
export function portFrom(text: string, catalog: Catalog): Said {
  const [name = '', value = ''] = text.split('=', 2);
  const [word = '', named] = name.split('.', 2);
  const service = findService(word, catalog);
  if (!/^(?:\d+|auto|none)$/.test(value))
    return { mistake: `--port ${text}: write SERVICE=PORT, such as api=8000, postgres=auto or redis=none.` };
  if (!service) return { mistake: `--port ${text}: ${unknownService(word, catalog)}` };
  const keys = portQuestions(service).map(([key]) => key);
  const key = named ?? mainPort(service);
  if (key === undefined) return { mistake: `--port ${text}: ${service.id} publishes no port.` };
  if (!keys.includes(key))
    return { mistake: `--port ${text}: ${service.id} has no port ${key}. There are: ${keys.join(', ')}.` };
  const path = ['services', service.id, key];
  if (value === 'auto') return { free: path };
  return { options: nest(path, value === 'none' ? false : Number(value)) };
}

/** A service that was named in `--services`, and how many containers of it, as text. */
export function namedService(item: string): { readonly word: string; readonly replicas?: string } {
  const [word = '', replicas] = item.trim().split(':', 2);
  return { word, ...(replicas !== undefined && { replicas }) };
}
