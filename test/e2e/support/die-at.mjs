// Loaded into a process that is to be killed right after it has put DIE_AT in its place.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { renameSync } = fs;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (String(to).endsWith(process.env.DIE_AT)) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();
