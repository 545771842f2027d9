#!/usr/bin/env node
// A file of its own, because a shim of npm's or pnpm's does not tell by which name it was called.
import { start } from './cli/start.js';

await start('lge-stack');
