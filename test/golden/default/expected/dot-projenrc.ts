import { LgeStack } from "create-lge-stack/projen";

const project = new LgeStack();

// Your own components, tasks and overrides go here.

project.synth();
