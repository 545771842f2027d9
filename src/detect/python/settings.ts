import { at, evidenceOf, textOf, type Code } from '../code.js';
import type { ReadVariable } from '../detected.js';
import { evaluate, type Constant } from './constant.js';
import { meaningIn, type Scope } from './names.js';
import { isKindOf } from './makes.js';
import { shortName, type Sources } from './sources.js';
import { argumentsOf, assignmentOf, callOf, elements } from './syntax.js';

interface SettingsClass {
  readonly scope: Scope;
  readonly name: string;
  readonly code: Code;
}

interface Config {
  readonly prefix: string;
  readonly delimiter?: string;
  readonly caseSensitive: boolean;
}

interface Field {
  readonly scope: Scope;
  readonly name: string;
  readonly type: Code;
  readonly value?: Code;
  /** Arguments of `Field(…)`, in its value or its annotation. */
  readonly given: ReadonlyMap<string, Code>;
  readonly default?: Code;
  readonly hasDefault: boolean;
}

const NOT_FIELDS = /^(ClassVar|typing\.ClassVar|InitVar|Final)\b/;

/** Every class of pydantic's settings that no other derives from: what is derived from is read with it. */
export function settingsClasses(sources: Sources, paths: readonly string[], folder: string): readonly SettingsClass[] {
  const found: SettingsClass[] = [];
  const read = (path: string): void => {
    const module = sources.module(path);
    if (!module) return;
    const scope = { sources, module, folder };
    for (const [name, code] of module.classes) {
      if (isKindOf(scope, code, ['BaseSettings'])) found.push({ scope, name, code });
    }
  };
  const first = paths.filter((path) => sources.mentions(path, 'BaseSettings'));
  first.forEach(read);
  const names = found.map(({ name }) => `(${name}`);
  paths.filter((path) => !first.includes(path) && sources.mentions(path, ...names)).forEach(read);
  const bases = new Set(found.flatMap((one) => basesOf(one).map(({ code }) => placeOf(code))));
  return found.filter(({ code }) => !bases.has(placeOf(code)));
}

const placeOf = ({ path, node }: Code): string => `${path}:${node.from}`;

function classMeant(scope: Scope, code: Code): SettingsClass | undefined {
  const meaning = meaningIn(scope, code);
  if (meaning?.kind !== 'class') return undefined;
  return { scope: { ...scope, module: meaning.module }, name: textOf(code), code: meaning.code };
}

/** Classes of the tree that a class derives from, the last first, as their fields give way. */
function basesOf({ scope, code }: SettingsClass, depth = 0): readonly SettingsClass[] {
  if (depth > 8) return [];
  const { positional } = argumentsOf(code, code.node.getChild('ArgList'));
  return positional.toReversed().flatMap((base) => {
    const found = classMeant(scope, base);
    return found ? [...basesOf(found, depth + 1), found] : [];
  });
}

/** `model_config = SettingsConfigDict(…)`, a dictionary, or `class Config:`. */
function settingOf({ scope, code }: SettingsClass, name: string): Constant | undefined {
  const body = code.node.getChild('Body');
  for (const statement of body?.getChildren('AssignStatement') ?? []) {
    const { targets, value } = assignmentOf(at(code, statement));
    if (!value || targets[0] === undefined || textOf(targets[0]) !== 'model_config') continue;
    const given = callOf(value)?.named.get(name) ?? entryOf(value, name);
    if (given) return evaluate(scope, given);
  }
  for (const inner of body?.getChildren('ClassDefinition') ?? []) {
    const label = inner.getChild('VariableName');
    if (!label || textOf(at(code, label)) !== 'Config') continue;
    for (const statement of inner.getChild('Body')?.getChildren('AssignStatement') ?? []) {
      const { targets, value } = assignmentOf(at(code, statement));
      if (value && targets.some((target) => textOf(target) === name)) return evaluate(scope, value);
    }
  }
  return undefined;
}

function entryOf(code: Code, name: string): Code | undefined {
  if (code.node.name !== 'DictionaryExpression') return undefined;
  for (const [key, colon, value] of elements(code.node)) {
    if (key && colon?.name === ':' && value && textOf(at(code, key)).slice(1, -1) === name) return at(code, value);
  }
  return undefined;
}

function configOf(lineage: readonly SettingsClass[]): Config {
  const last = (name: string): Constant | undefined =>
    lineage.map((one) => settingOf(one, name)).findLast((value) => value !== undefined);
  const [prefix, delimiter] = [last('env_prefix'), last('env_nested_delimiter')];
  return {
    prefix: typeof prefix === 'string' ? prefix : '',
    ...(typeof delimiter === 'string' && delimiter !== '' && { delimiter }),
    caseSensitive: last('case_sensitive') === true,
  };
}

/** `T` of `Annotated[T, Field(…)]`, and that field. */
function annotation(scope: Scope, type: Code): { readonly type: Code; readonly field?: Code } {
  const { node } = type;
  if (node.name !== 'MemberExpression' || !/^(\w+\.)?Annotated\s*\[/.test(textOf(type))) return { type };
  const inner = elements(node).flat().slice(1);
  const field = inner.map((one) => at(type, one)).find((one) => nameCalled(scope, one) === 'Field');
  return { type: inner[0] ? at(type, inner[0]) : type, ...(field && { field }) };
}

function nameCalled(scope: Scope, code: Code | undefined): string | undefined {
  const call = code && callOf(code);
  return call && shortName(scope.module, call.callee);
}

function fieldOf(scope: Scope, statement: Code): Field | undefined {
  const { targets, type: written, value } = assignmentOf(statement);
  const name = targets[0] && textOf(targets[0]);
  if (!written || name === undefined || name.startsWith('_') || name === 'model_config') return undefined;
  if (NOT_FIELDS.test(textOf(written)) || nameCalled(scope, value) === 'PrivateAttr') return undefined;
  const { type, field: inType } = annotation(scope, written);
  const inValue = nameCalled(scope, value) === 'Field' ? callOf(value!) : undefined;
  const given = new Map([...((inType && callOf(inType)?.named) ?? []), ...(inValue?.named ?? [])]);
  const first = inValue ? (inValue.positional[0] ?? given.get('default')) : (value ?? given.get('default'));
  const said = first && textOf(first) !== '...' ? first : undefined;
  return {
    scope,
    name,
    type,
    ...(value && { value }),
    given,
    ...(said && { default: said }),
    hasDefault: said !== undefined || given.has('default_factory'),
  };
}

/** Fields of a class and of those that it derives from; a later one of the same name takes the place of an earlier. */
function fieldsOf(lineage: readonly SettingsClass[]): readonly Field[] {
  const fields = new Map<string, Field>();
  for (const { scope, code } of lineage) {
    for (const statement of code.node.getChild('Body')?.getChildren('AssignStatement') ?? []) {
      const field = fieldOf(scope, at(code, statement));
      if (field) fields.set(field.name, field);
    }
  }
  return [...fields.values()];
}

/** The name that a field gives itself. */
function aliasOf({ scope, given }: Field): string | undefined {
  const code = given.get('validation_alias') ?? given.get('alias') ?? given.get('env');
  if (!code) return undefined;
  const choice = nameCalled(scope, code) === 'AliasChoices' ? callOf(code)!.positional[0] : code;
  const value = choice && evaluate(scope, choice);
  const first = Array.isArray(value) ? (value as readonly Constant[])[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** As `.env` would have it; undefined for nothing, and for what only running would tell. */
export function envText(value: Constant | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const WRAPPERS = /^(SecretStr|SecretBytes|AnyUrl|AnyHttpUrl|HttpUrl|\w+Dsn)$/;

function defaultOf({ scope, default: code }: Field): string | undefined {
  if (!code) return undefined;
  const inner = WRAPPERS.test(nameCalled(scope, code) ?? '') ? callOf(code)!.positional[0] : code;
  return inner && envText(evaluate(scope, inner));
}

interface Reader {
  readonly config: Config;
  readonly optionalByType: boolean;
}

function variables(
  field: Field,
  { config, optionalByType }: Reader,
  before: string,
  asked: boolean,
  depth = 0,
): readonly ReadVariable[] {
  const alias = aliasOf(field);
  const plain = alias ?? `${before}${field.name}`;
  const name = config.caseSensitive ? plain : plain.toUpperCase();
  const inner = classMeant(field.scope, field.type);
  const isSettings = inner !== undefined && isKindOf(inner.scope, inner.code, ['BaseSettings']);
  // It reads its own variables, and stands in the list itself.
  if (isSettings && (field.hasDefault || config.delimiter === undefined)) return [];
  const isModel = inner !== undefined && (isSettings || isKindOf(inner.scope, inner.code, ['BaseModel']));
  if (isModel && config.delimiter !== undefined && depth < 4) {
    const lineage = [...basesOf(inner), inner];
    return fieldsOf(lineage).flatMap((one) =>
      variables(one, { config, optionalByType }, `${plain}${config.delimiter}`, asked && !field.hasDefault, depth + 1),
    );
  }
  const type = textOf(field.type)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^["']|["']$/g, '');
  const optional = optionalByType && /\bOptional\b|\bNone\b/.test(type);
  const value = defaultOf(field);
  return [
    {
      name,
      type,
      ...(value !== undefined && { default: value }),
      required: asked && !field.hasDefault && !optional,
      evidence: evidenceOf(field.type),
    },
  ];
}

/** The variables that classes of settings read, with what pydantic makes of their names. */
export function settingsVariables(sources: Sources, paths: readonly string[], folder: string): readonly ReadVariable[] {
  return settingsClasses(sources, paths, folder).flatMap((one) => {
    const lineage = [...basesOf(one), one];
    const config = configOf(lineage);
    // In pydantic 1 what may be None is None where nobody says otherwise.
    const optionalByType = lineage.some(({ scope }) => scope.module.imports.get('BaseSettings')?.module === 'pydantic');
    return fieldsOf(lineage).flatMap((field) => variables(field, { config, optionalByType }, config.prefix, true));
  });
}
