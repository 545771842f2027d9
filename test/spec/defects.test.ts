import { testRows } from './cases.js';
import { composeDefects } from './defects-compose.js';
import { imageDefects } from './defects-images.js';
import { operationDefects } from './defects-operation.js';
import { secretDefects } from './defects-secrets.js';

testRows('D', 42, [...composeDefects, ...secretDefects, ...imageDefects, ...operationDefects]);
