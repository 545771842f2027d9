import type { StackAnswers } from './stack-questions.js';

type Named = { readonly options: Pick<StackAnswers, 'folders'> };

/** A script of the project's, as it is called from there. */
export const script = ({ options: { folders } }: Named, name: string): string => `${folders.scripts}/${name}`;

/** The way from the folder of the scripts up to the project. */
export const fromScripts = ({ options: { folders } }: Named): string => folders.scripts.replaceAll(/[^/]+/g, '..');

/** The document about the whole stack. */
export const documentPath = ({ options: { folders } }: Named): string => `${folders.docs}/docker-architecture.md`;
