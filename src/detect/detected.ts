import type { Evidence, Fact } from './fact.js';

/** The ASGI application. */
export interface AsgiApp {
  /** Dotted, from the folder that is on Python's path: `app.main`. */
  readonly module: string;
  /** The name at module level, or that of the factory. */
  readonly attribute: string;
  /** The attribute is a function that makes the application. */
  readonly factory: boolean;
}

/** A variable of the environment that the application reads. */
export interface ReadVariable {
  readonly name: string;
  /** As the source has it: `str`, `int | None`; absent for `os.environ`. */
  readonly type?: string;
  /** As text, as `.env` would have it; absent where there is none, or none that can be read without running code. */
  readonly default?: string;
  /** Without it the application does not start. */
  readonly required: boolean;
  readonly evidence: Evidence;
}

/** A route that answers GET, takes nothing from its path and is named as one of health is. */
export interface HealthRoute {
  /** From the root of the application, prefixes of its routers included. */
  readonly path: string;
  /**
   * What its name says: whether it can serve (`ready`) or whether its process lives (`live`). `/health` is `live`, and
   * `ready` where there is one such as `/health/live` beside it.
   */
  readonly says: 'ready' | 'live';
}

export interface BackendFacts {
  /** From the root of the tree; `.` for the root itself. */
  readonly folder: Fact<string>;
  /** Other folders with an application, of which nothing says that they are less likely. */
  readonly rivals: readonly Fact<string>[];
  readonly packageManager?: Fact<'uv' | 'poetry' | 'pip' | 'pdm' | 'pipenv'>;
  /** The list that pip installs, in the folder of the backend: `requirements.txt`, `requirements/prod.txt`. */
  readonly requirements?: Fact<string>;
  /** Major and minor: `3.12`. */
  readonly pythonVersion?: Fact<string>;
  /** As its manifest or lock has it. */
  readonly fastapiVersion?: Fact<string>;
  readonly app?: Fact<AsgiApp>;
  /** The folder, in that of the backend, that holds the application's code: `app`, `src/shop`; `.` where modules lie beside the manifest. */
  readonly source?: Fact<string>;
  /** The folder, in that of the backend, that must be on Python's path for `app.module`: `.`, `src`, seldom another. */
  readonly pythonPath?: Fact<string>;
  /** The words `api` and `v1` with which most of its paths begin: `/api/v1`; absent where they have none in common. */
  readonly apiPrefix?: Fact<string>;
  readonly health: readonly Fact<HealthRoute>[];
  /** `module:attribute`, from the folder that is on Python's path. */
  readonly celeryApp?: Fact<string>;
  /** Something is scheduled. */
  readonly celeryBeat?: Fact<boolean>;
  /** The folder, in that of the backend, with alembic.ini. */
  readonly alembic?: Fact<string>;
  readonly database?: Fact<'postgres' | 'mysql' | 'sqlite' | 'mongodb'>;
  readonly redis?: Fact<boolean>;
  readonly variables: readonly ReadVariable[];
  /** Names that TrustedHostMiddleware lets in; none, and guessed, where that is decided as the application runs. */
  readonly trustedHosts?: Fact<readonly string[]>;
  /**
   * Paths that its code writes to: `logs/app.log` from the folder of the backend, `/var/uploads`. Of one that is put
   * together as it runs, the folder that is known. What is in /tmp is left out.
   */
  readonly writes: readonly Fact<string>[];
  /** Packages named in the manifest, in lower case, with the version that is asked for. */
  readonly dependencies: readonly Fact<{ readonly name: string; readonly version: string }>[];
}

export interface FrontendFacts {
  readonly folder: Fact<string>;
  /** Other folders with a front end, of which nothing says that they are less likely. */
  readonly rivals: readonly Fact<string>[];
  readonly packageManager?: Fact<'npm' | 'pnpm' | 'yarn' | 'bun'>;
  /** Of the package manager, where package.json pins one: `10.12.1`. */
  readonly packageManagerVersion?: Fact<string>;
  /** Major: `22`. */
  readonly nodeVersion?: Fact<string>;
  readonly framework: Fact<'vite' | 'create-react-app' | 'next' | 'other'>;
  /** Of the build, from the folder of the front end; `../static` where it lies outside. */
  readonly distFolder?: Fact<string>;
  readonly devPort?: Fact<number>;
  /** Paths that its development server passes on to the API; `/` for all that no file answers. */
  readonly proxied: readonly Fact<string>[];
  /** Addresses that it passes them on to, as far as they can be read: `http://localhost:8000`. */
  readonly passedTo: readonly Fact<string>[];
  /** `VITE_…`, `REACT_APP_…`: fixed when it is built. */
  readonly variables: readonly ReadVariable[];
}

/** Files of the tree that have a say in how it is run. */
export interface OtherFacts {
  readonly dockerfiles: readonly string[];
  readonly compose: readonly string[];
  readonly proxies: readonly { readonly path: string; readonly kind: 'nginx' | 'caddy' | 'traefik' }[];
  readonly env: readonly string[];
  readonly workflows: readonly string[];
}

/** Folders of which it is known that they are the back end and the front end, from the root of the tree. */
export interface Known {
  readonly backend?: string;
  readonly frontend?: string;
}

/** All that a tree says of itself. */
export interface Detected {
  readonly backend?: BackendFacts;
  readonly frontend?: FrontendFacts;
  readonly files: OtherFacts;
}
