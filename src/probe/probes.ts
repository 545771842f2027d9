/** Who has a port of this machine. */
export interface PortUse {
  readonly port: number;
  /** `container shop-db (project shop)`, `postgres (pid 812)`, or `another program` where nobody says. */
  readonly by: string;
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
