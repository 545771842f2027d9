/**
 * The text of .projenrc.ts as long as nobody has put code into it. A constant rather than a template: a run that finds
 * nothing changed compares with it, and would load all templates for that.
 */
export const PROJENRC = `import { LgeStack } from "create-lge-stack/projen";

const project = new LgeStack();

// Your own components, tasks and overrides go here.

project.synth();
`;
