import type { EnvironmentName } from '../../model/service.js';
import type { ImportedFile } from '../imported.js';
import { load, type Loader, type Model } from './load.js';
import { candidatesIn, purposeOf, suffixOf, baseName, type Candidates, type Purpose } from './names.js';
import { at, entriesOf, itemsOf, textOf } from './node.js';
import { readSigns } from './signs.js';

/** How one environment is started. */
export interface ComposeEnvironment {
  readonly name: EnvironmentName;
  readonly model: Model;
  /** Profiles that must be named for it. */
  readonly profiles: readonly string[];
}

export interface Recognised {
  readonly files: readonly ImportedFile[];
  readonly environments: readonly ComposeEnvironment[];
}

/** Whether a file stands alone: each service says where it comes from, and everything that is named is there. */
function alone(loader: Loader, path: string): boolean {
  const { root } = load(loader, [path]);
  const services = entriesOf(at(root, 'services'));
  if (services.length === 0) return false;
  const names = new Set(services.map(([name]) => name));
  const volumes = new Set(entriesOf(at(root, 'volumes')).map(([name]) => name));
  return services.every(([, service]) => {
    const from = at(service, 'image') ?? at(service, 'build') ?? at(service, 'provider');
    const waits = entriesOf(at(service, 'depends_on')).every(([name]) => names.has(name));
    const mounts = itemsOf(at(service, 'volumes')).every((one) => {
      const source = textOf(at(one, 'source'));
      return textOf(at(one, 'type')) !== 'volume' || source === undefined || volumes.has(source);
    });
    return from !== undefined && waits && mounts;
  });
}

/** Profiles of services, of those that are for one environment alone. */
function profilesFor(model: Model): ReadonlyMap<EnvironmentName, readonly string[]> {
  const all = new Set(
    entriesOf(at(model.root, 'services')).flatMap(([, service]) =>
      itemsOf(at(service, 'profiles')).flatMap((one) => textOf(one) ?? []),
    ),
  );
  const of = (name: EnvironmentName): readonly string[] => [...all].filter((profile) => purposeOf(profile) === name);
  return new Map((['development', 'production'] as const).map((name) => [name, of(name)]));
}

interface Chains {
  readonly chains: readonly (readonly [EnvironmentName, readonly string[], why: string])[];
  readonly files: readonly ImportedFile[];
}

const said = (path: string, is: Purpose): ImportedFile => ({
  path,
  is,
  why: `Its name says ${suffixOf(path) || baseName(path)}.`,
});

/** Without a file for either, what is in the one there is tells what it is for. */
function baseAlone(loader: Loader, { base, override }: Candidates): Chains {
  const path = base!;
  if (override !== undefined) {
    const why = `${baseName(override)} makes development of it.`;
    const over: ImportedFile = { path: override, is: 'override', why: 'Compose takes it beside the other by itself.' };
    return {
      chains: [
        ['production', [path], why],
        ['development', [path, override], over.why],
      ],
      files: [{ path, is: 'base', why }, over],
    };
  }
  const model = load(loader, [path]);
  const profiles = profilesFor(model);
  if ([...profiles.values()].every((names) => names.length > 0)) {
    const why = 'Profiles tell its environments apart.';
    return {
      chains: [
        ['development', [path], why],
        ['production', [path], why],
      ],
      files: [{ path, is: 'profiles', why }],
    };
  }
  const reading = readSigns(model.root) ?? { purpose: 'development', because: ['nothing that says production'] };
  const why = `It has ${reading.because.join(', ')}.`;
  return { chains: [[reading.purpose, [path], why]], files: [{ path, is: reading.purpose, why }] };
}

function chainOf(
  loader: Loader,
  name: EnvironmentName,
  own: string | undefined,
  base: string | undefined,
): Chains['chains'] {
  if (own === undefined) return [];
  const needs = base !== undefined && !alone(loader, own);
  return [[name, needs ? [base, own] : [own], needs ? `It is merged over ${baseName(base)}.` : 'It stands alone.']];
}

function chainsOf(loader: Loader, candidates: Candidates): Chains {
  const { base, override, others } = candidates;
  const of = (purpose: Purpose): readonly string[] => others.filter((path) => purposeOf(suffixOf(path)) === purpose);
  const [development, production] = [of('development')[0], of('production')[0]];
  const rest = others.filter((path) => path !== development && path !== production);
  const named = [
    ...(development === undefined ? [] : [said(development, 'development')]),
    ...(production === undefined ? [] : [said(production, 'production')]),
    ...rest.map((path): ImportedFile => {
      const purpose = purposeOf(suffixOf(path));
      if (purpose === 'tests') return said(path, purpose);
      return { path, is: 'aside', why: 'Its name says neither development nor production, or another one does too.' };
    }),
  ];
  if (development === undefined && production === undefined) {
    if (base === undefined) return { chains: [], files: named };
    const own = baseAlone(loader, candidates);
    return { chains: own.chains, files: [...own.files, ...named] };
  }
  const chains = [
    ...chainOf(loader, 'development', development, base),
    ...chainOf(loader, 'production', production, base),
  ];
  if (base === undefined) return { chains, files: named };
  return withBase({ chains, files: named }, base, override);
}

/** What the default file is, beside one that is named for an environment. */
function withBase({ chains, files }: Chains, base: string, override: string | undefined): Chains {
  const left = (['development', 'production'] as const).find((name) => !chains.some(([one]) => one === name));
  const taken = chains.filter(([, [first, second]]) => first === base && second !== undefined).map(([name]) => name);
  const over: readonly ImportedFile[] =
    override === undefined
      ? []
      : [{ path: override, is: 'override', why: 'Compose takes it beside the other by itself.' }];
  const own = left === 'development' && override !== undefined ? [base, override] : [base];
  const why =
    left === undefined
      ? taken.length > 0
        ? `${taken.join(' and ')} ${taken.length > 1 ? 'are' : 'is'} merged over it.`
        : 'Files for both environments stand beside it.'
      : `The other file is for ${left === 'development' ? 'production' : 'development'}.`;
  const is = left ?? (taken.length > 0 ? 'base' : 'aside');
  return {
    chains: left === undefined ? chains : [...chains, [left, own, why]],
    files: [{ path: base, is, why }, ...over, ...files],
  };
}

/** Which Compose files there are, what each is for, and how they go together. */
export function recognise(loader: Loader): Recognised {
  const candidates = candidatesIn(loader.repository);
  if (!candidates) return { files: [], environments: [] };
  const { chains, files } = chainsOf(loader, candidates);
  const environments = chains.map(([name, paths]): ComposeEnvironment => {
    const model = load(loader, paths);
    return { name, model, profiles: profilesFor(model).get(name) ?? [] };
  });
  const parts = [...loader.named].map(([path, how]): ImportedFile => ({
    path,
    is: 'part',
    why: `It is ${how} by another.`,
  }));
  const known = new Set([...files, ...parts].map(({ path }) => path));
  const aside = candidates.aside
    .filter(({ path }) => !known.has(path))
    .map(({ path, why }): ImportedFile => ({ path, is: 'aside', why }));
  const others = files.filter(
    ({ path }) => !loader.named.has(path) || chains.some(([, paths]) => paths.includes(path)),
  );
  return {
    files: [...others, ...parts.filter(({ path }) => !others.some((one) => one.path === path)), ...aside],
    environments: environments.toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}
