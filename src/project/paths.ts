/** What the user edits: data. */
export const OPTIONS_FILE = 'lge.stack.json';
/** The place for code. */
export const PROJENRC_FILE = '.projenrc.ts';
