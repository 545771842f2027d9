import { NOTHING_PREPARED, type Prepared } from './wizard/screen.js';

/**
 * What a folder that has files says of itself, and which options fit it. Reads, and changes nothing.
 *
 * Nothing is detected yet: adoption has its place here.
 */
export const prepare: (dir: string) => Promise<Prepared> = () => Promise.resolve(NOTHING_PREPARED);
