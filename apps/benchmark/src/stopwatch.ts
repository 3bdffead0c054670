/** How long something took, by the clock on the wall and in time that processors worked for this process. */
export interface Elapsed {
  readonly milliseconds: number;
  /** All threads added up. Does not grow while other processes have the processor. Absent in browsers, which do not
   *  tell. */
  readonly cpuMilliseconds?: number;
}

/** Starts a stopwatch; the function it returns reads it. */
export function startStopwatch(): () => Elapsed {
  if (typeof process === "undefined") {
    const start = performance.now();
    return () => ({ milliseconds: performance.now() - start });
  }
  const cpu = process.cpuUsage();
  const start = performance.now();
  return () => {
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    return { milliseconds, cpuMilliseconds: (user + system) / 1000 };
  };
}

/** Processor time, or where it is not told the time that passed. */
export function workOf({ cpuMilliseconds, milliseconds }: Elapsed): number {
  return cpuMilliseconds ?? milliseconds;
}
