import { defineQuestions } from '../../model/question.js';
import { VOLUME } from './volume.js';

const IDENTIFIER = {
  kind: 'text',
  // Unquoted identifiers of PostgreSQL, 63 bytes at most; names that begin with pg_ are the system's.
  pattern: /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/,
  must: 'a PostgreSQL name: lower-case letters, digits and _, 63 at most, not beginning with a digit or pg_',
} as const;

export const questions = defineQuestions({
  database: { ...IDENTIFIER, message: 'Name of the database', default: '{snake}' },
  user: { ...IDENTIFIER, message: 'Its user', default: '{snake}' },
  maxConnections: {
    kind: 'number',
    message: 'Connections that it takes',
    default: 100,
    min: 10,
    max: 5000,
    integer: true,
  },
  devPort: { kind: 'port', message: 'Port in development', default: 5433, optional: true },
  backupRetention: {
    kind: 'number',
    message: 'Backups that are kept',
    default: 7,
    min: 1,
    max: 3650,
    integer: true,
  },
  volume: { ...VOLUME, message: 'Volume of before that holds the data of production, by its full name' },
  devVolume: { ...VOLUME, message: 'The same of development' },
  dataFolder: {
    kind: 'text',
    message: 'Folder inside the volume that holds the data, where it is not the volume itself, such as pgdata',
    default: '',
    pattern: /^$|^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    must: 'a folder, such as pgdata, or empty',
  },
  account: {
    kind: 'text',
    message: 'Who owns the data, as UID:GID; auto is postgres of the official images',
    default: 'auto',
    pattern: /^auto$|^[1-9]\d{0,8}:[1-9]\d{0,8}$/,
    must: 'auto, or UID:GID such as 999:999',
  },
});
