export { LgeStack, type LgeStackOptions } from './lge-stack.js';
