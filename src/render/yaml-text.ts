import { Document, Pair, Scalar, YAMLMap } from 'yaml';

/** Wraps nothing, quotes only what needs it, and with the quotes that Prettier chooses. */
const STYLE = { lineWidth: 0, singleQuote: false, directives: false } as const;

// As a block the first line shows how far all are indented, and blank lines at the end are easily lost.
const BLOCK = /^\S[^\r]*\S[\t ]*\n?$/;

/**
 * Texts as YAML writes them, quoted where a reader would take them for something else: that is what the `yaml` package
 * knows best. Each is printed once, because services say much the same; whole documents take it three times as long.
 */
export class Texts {
  // Many tools still speak YAML 1.1: what they would read as a truth value, a number or a date is quoted as well.
  readonly #document = new Document<YAMLMap>(undefined, { merge: true, compat: 'yaml-1.1' });
  readonly #keys = new Map<string, string>();
  readonly #values = new Map<string, string>();

  /** A document that is one line or a block: `key: value`. */
  #print(key: string, value: Scalar): string {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(key), value));
    this.#document.contents = map;
    return this.#document.toString(STYLE);
  }

  /** What stands before the colon. */
  key(text: string): string {
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const printed = this.#print(text, new Scalar(0)).slice(0, -': 0\n'.length);
    this.#keys.set(text, printed);
    return printed;
  }

  /** What stands behind a colon or a dash; further lines begin with `indent`. */
  value(text: string, indent: string): string {
    let printed = this.#values.get(text);
    if (printed === undefined) {
      const node = new Scalar(text);
      if (text.includes('\n')) node.type = BLOCK.test(text) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
      printed = this.#print('a', node).slice('a: '.length, -1);
      this.#values.set(text, printed);
    }
    return printed.includes('\n') ? printed.replaceAll(/(?<=\n) {2}/g, indent) : printed;
  }
}
