/**
 * The order of identifiers on which Prettier, dclint and people agree. They are lower case, digits and hyphens, of which
 * English has no other; to load its rules would take as long as to check the whole stack.
 */
export const byId = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
