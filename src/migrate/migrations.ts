import type { Migration } from '../model/migration.js';

/**
 * What versions of the template changed about the options, from the oldest to the newest. Add one here when an option
 * gets another name or meaning, goes, or has to be answered anew; a new option with a default needs none.
 */
export const migrations: readonly Migration[] = [];
