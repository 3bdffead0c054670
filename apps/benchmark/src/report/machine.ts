import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";

/** Where figures were measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  /** Processes that wanted a core in the last minute before the start; 0 where the system does not tell. */
  readonly loadAverage: number;
  readonly node: string;
  readonly v8: string;
  /** Name and version of the browser, if the arms ran in one. */
  readonly browser?: string;
}

/** Describes this machine and runtime.
 *  @param browser  name and version, if the arms run in one. */
export function describeMachine(browser?: string): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    loadAverage: loadavg()[0] ?? 0,
    node: process.versions.node,
    v8: process.versions.v8,
    ...(browser !== undefined && { browser }),
  };
}
