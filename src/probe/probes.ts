/** Who has a port of this machine. */
export interface PortUse {
  readonly port: number;
  /** `container shop-db (project shop)`, `postgres (pid 812)`, or `another program` where nobody says. */
  readonly by: string;
  /** Of a container that Docker publishes it for. */
  readonly container?: Publisher;
}

/** A container with a port of the host. */
export interface Publisher {
  readonly name: string;
  /** Of Compose; absent where something else started it. */
  readonly project?: string;
  readonly service?: string;
}

/** What this machine, or the Docker Engine's, can give. */
export interface HostFacts {
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
}

export interface DockerFacts {
  readonly engine: string;
  /** Absent where the plugin is not installed. */
  readonly compose?: string;
  readonly host: HostFacts;
}

/** All that is asked of the machine; an argument, so that a test can be any machine. */
export interface Probes {
  /** Who has `port`, on 0.0.0.0, 127.0.0.1 or ::, or published by Docker; undefined where it is free. */
  readonly port: (port: number) => Promise<PortUse | undefined>;
  /** Undefined where no engine answers. */
  readonly docker: () => Promise<DockerFacts | undefined>;
  readonly host: () => HostFacts;
}

/** Why no engine answers: there is no `docker`, nobody listens, this user may not ask, or as it was said. */
export type DockerTrouble = 'not-installed' | 'not-running' | 'not-allowed' | { readonly said: string };

/** What a look at a project asks beside that. */
export interface Machine extends Probes {
  /** Asked where `docker` gave nothing. */
  readonly dockerTrouble: () => Promise<DockerTrouble>;
  /** Whether the engine has this image already. */
  readonly hasImage: (image: string) => Promise<boolean>;
  /** Whether a container of an image that is there sees `file` of the folder. Starts one, for as long as that takes. */
  readonly sees: (folder: string, file: string, image: string) => Promise<boolean>;
}
