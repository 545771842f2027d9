import type { OtherFacts } from './detected.js';
import { isAside, nameOf } from './path.js';
import type { Repository } from './repository.js';

type Proxy = OtherFacts['proxies'][number];

/** Most files of a repository, and none that says how it runs. */
const SOURCE = /\.(py|[cm]?[jt]sx?|css|scss|html|md|svg|png|jpe?g|ico|lock)$/i;
const DOCKERFILE = /^((.*[._-])?dockerfile([._-].*)?|containerfile(\..*)?)$/i;
const COMPOSE = /^((.*[._-])?(docker-)?compose|stack)([._-].*)?\.ya?ml$/i;
const ENV = /^(\.?env(\..+)?|.+\.env)$/i;
const NOT_ENV = /\.(ts|js|py|d|mako|sh|ya?ml|md)$/i;
const WORKFLOW =
  /^(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|bitbucket-pipelines\.yml|Jenkinsfile|\.circleci\/config\.yml|azure-pipelines\.yml)$/;
/** Ends of names that a proxy's configuration has; all others are looked at no closer. */
const CONFIGURATION = /(conf|template|j2|toml|ya?ml|json|file|caddyfile.*|conf.*)$|(^|\/)(conf\.d|sites-\w+)\//i;
const NGINX =
  /(^|\/)(nginx[^/]*\.conf[^/]*|nginx\/.*\.(conf|template)[^/]*|(conf\.d|sites-(available|enabled))\/[^/]+)$/i;
const CONF = /\.conf(\.template|\.j2)?$/i;
const CADDY = /^(caddyfile([._-].*)?|.*\.caddyfile|caddy\.json)$/i;
const TRAEFIK = /(^|\/)(traefik[^/]*\.(ya?ml|toml)|traefik\/.*\.(ya?ml|toml))$/i;

function proxyKind(tree: Repository, path: string): Proxy['kind'] | undefined {
  if (CADDY.test(nameOf(path))) return 'caddy';
  if (COMPOSE.test(nameOf(path))) {
    return /^\s*image:\s*["']?(\S*\/)?traefik[:"'\s]/m.test(tree.read(path) ?? '') ? 'traefik' : undefined;
  }
  if (TRAEFIK.test(path)) return 'traefik';
  if (NGINX.test(path)) return 'nginx';
  // A file of another name is one of nginx where it passes requests on or serves files.
  return CONF.test(path) && /^\s*(server\s*\{|proxy_pass\s)/m.test(tree.read(path) ?? '') ? 'nginx' : undefined;
}

/** Files of the repository that say how it runs, by their names, and where those say nothing by their texts. */
export function otherFiles(tree: Repository): OtherFacts {
  const files = tree.files.filter((path) => !SOURCE.test(path) && !isAside(path));
  const named = (test: (name: string) => boolean): readonly string[] => files.filter((path) => test(nameOf(path)));
  return {
    dockerfiles: named((name) => DOCKERFILE.test(name) && !/\.dockerignore$/i.test(name)),
    compose: named((name) => COMPOSE.test(name)),
    proxies: files.flatMap((path) => {
      const kind = CONFIGURATION.test(path) ? proxyKind(tree, path) : undefined;
      return kind === undefined ? [] : [{ path, kind }];
    }),
    env: named((name) => ENV.test(name) && !NOT_ENV.test(name)),
    workflows: tree.files.filter((path) => WORKFLOW.test(path)),
  };
}
