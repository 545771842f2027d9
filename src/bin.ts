#!/usr/bin/env node
import { version } from './generated/version.js';

process.stdout.write(`${version}\n`);
