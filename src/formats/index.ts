import type { FormatOf } from '../merge/merge.js';
import { dockerfileFormat } from './dockerfile.js';
import { envFormat } from './env.js';
import { jsonFormat } from './json.js';
import { nginxFormat } from './nginx.js';
import { yamlFormat } from './yaml.js';

const formats = [
  { name: /\.ya?ml$/, format: yamlFormat },
  { name: /\.jsonc?$/, format: jsonFormat },
  { name: /^Dockerfile(?!.*\.dockerignore$)(?:\..+)?$|\.dockerfile$/i, format: dockerfileFormat },
  { name: /^\.env(?:\..+)?$/, format: envFormat },
  { name: /\.conf(?:\.template)?$/, format: nginxFormat },
];

/** What is known of the text at a path, by the name of the file. */
export const formatOf: FormatOf = (path) => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return formats.find((one) => one.name.test(name))?.format;
};
