import { documents } from './documents.js';
import { environment } from './environment.js';
import { files } from './files.js';
import { images } from './images.js';
import { production } from './production.js';
import { testRows } from './cases.js';

testRows('S', 64, [...documents, ...files, ...images, ...production, ...environment]);
