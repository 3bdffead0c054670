/** Why a run ends before its last step. */
export type StopReason = "SIGINT" | "SIGTERM" | "time";

/** Says when to stop; asked between steps. */
export interface StopRequest {
  readonly reason: StopReason | undefined;
  [Symbol.dispose](): void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One Ctrl+C comes twice, at once, where a terminal and a launcher both send it. */
const sameKeyMilliseconds = 1000;

/** Listens for SIGINT, SIGTERM and SIGHUP, which counts as SIGTERM, and for the end of the time from now. A signal after the first ends the process at once.
 *  @param minutes  undefined: no limit */
export function listenForStop(minutes: number | undefined): StopRequest {
  const endsAt = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + 60_000 * minutes;
  let signal: StopReason | undefined;
  let signalledAt = Number.NaN;
  const onSignal = (name: NodeJS.Signals): void => {
    if (Date.now() - signalledAt < sameKeyMilliseconds) return;
    signalledAt = Date.now();
    if (signal !== undefined) process.exit(name === "SIGINT" ? 130 : 143);
    signal = name === "SIGINT" ? "SIGINT" : "SIGTERM";
    process.stderr.write(`${name}: saving a checkpoint after this step; once more ends at once\n`);
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    get reason() {
      return signal ?? (Date.now() >= endsAt ? "time" : undefined);
    },
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
