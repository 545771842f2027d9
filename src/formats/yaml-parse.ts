import { parseAllDocuments, type Document } from 'yaml';

type Read = readonly Document.Parsed[] | undefined;

/** A merge looks at each of its texts more than once, and reading is what it spends its time on. */
const KEPT = 8;
const recent = new Map<string, Read>();

function read(text: string): Read {
  const documents = parseAllDocuments(text, { uniqueKeys: true, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.every(({ errors }) => errors.length === 0) ? documents : undefined;
}

/** `undefined` where the text is no YAML, or has a key twice. */
export function parseYaml(text: string): Read {
  const known = recent.has(text);
  const documents = known ? recent.get(text) : read(text);
  recent.delete(text);
  recent.set(text, documents);
  for (const oldest of recent.keys()) {
    if (recent.size <= KEPT) break;
    recent.delete(oldest);
  }
  return documents;
}
