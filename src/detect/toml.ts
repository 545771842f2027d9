import { parse } from 'smol-toml';

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A file of TOML; empty where it is none. */
export function parseToml(text: string | undefined): Table {
  if (text === undefined) return {};
  try {
    return parse(text);
  } catch {
    // Somebody is in the middle of an edit: other files say much of the same.
    return {};
  }
}

/** What is at a path of keys. */
export function at(table: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    table,
  );
}

export const tableAt = (table: unknown, ...keys: readonly string[]): Table => {
  const value = at(table, ...keys);
  return isTable(value) ? value : {};
};

export const textsAt = (table: unknown, ...keys: readonly string[]): readonly string[] => {
  const value = at(table, ...keys);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

export const textAt = (table: unknown, ...keys: readonly string[]): string | undefined => {
  const value = at(table, ...keys);
  return typeof value === 'string' ? value : undefined;
};
