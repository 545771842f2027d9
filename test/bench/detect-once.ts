// Prints how many milliseconds detection takes in the repository of the folder that is given.
import { detect } from '../../src/detect/detect.js';
import { readRepository } from '../../src/io/repository.js';

const start = performance.now();
const { backend, frontend } = detect(readRepository(process.argv[2]!));
const took = performance.now() - start;
if (!backend?.app || !frontend) throw new Error('Nothing was detected.');
console.log(took);
