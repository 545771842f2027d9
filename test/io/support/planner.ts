// A bundle of its own, for the processes that plan.
export { planProject } from '../../../src/io/plan.js';
