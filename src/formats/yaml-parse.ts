import { parseAllDocuments, type Document } from 'yaml';

/** `undefined` where the text is no YAML, or has a key twice. */
export function parseYaml(text: string): readonly Document.Parsed[] | undefined {
  const documents = parseAllDocuments(text, { uniqueKeys: true, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.every(({ errors }) => errors.length === 0) ? documents : undefined;
}
