import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LineProcess } from "../process/line-process.ts";
import { quartiles } from "../quantile.ts";
import { describeMachine } from "../report/machine.ts";
import { workOf } from "../stopwatch.ts";
import type { ArmAnswers, ArmCommand, ArmName, OpenArms } from "./arm-commands.ts";
import type { DuetReport, DuetRow, DuetSide } from "./duet-report.ts";
import { directionOf, judge } from "./judge.ts";
import { estimateRatio } from "./ratio-estimate.ts";
import { keyOf, sameHistoryOf } from "./same-history.ts";
import { type DuetTimes, type Side, type Sides, timeSides } from "./schedule.ts";
import { deviationOf, thresholdOf } from "./threshold.ts";

/** A revision that is built. */
export interface BuiltSide extends DuetSide {
  /** Root of the repository. */
  readonly folder: string;
}

/** What is compared, and how long. */
export interface DuetRequest extends Pick<OpenArms, "filter" | "isQuick"> {
  readonly base: BuiltSide;
  readonly head: BuiltSide;
  /** Pairs of times of each arm, over all launches. */
  readonly pairs: number;
  /** How often new processes are started: what a process is lucky with, another is not. */
  readonly launches: number;
  /** A time is the least of so many stretches that last this long. */
  readonly stretches: number;
  readonly sampleMilliseconds: number;
  /** A change up to this fraction is none. */
  readonly floor: number;
  /** Earlier runs. */
  readonly history: readonly DuetReport[];
  /** Makes the head slower on purpose. */
  readonly plantedSlowdown?: number;
}

/** What a duet needs of the process it runs in. */
export interface DuetSurroundings {
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/** Compares two revisions arm by arm, on one thread, in processor time.
 *  @throws Error of a process that ends, or of an arm that computes a wrong result; what the signal was aborted with. */
export async function runDuet(
  request: DuetRequest,
  surroundings: DuetSurroundings,
): Promise<DuetReport> {
  const {
    base,
    head,
    filter,
    isQuick: quick,
    pairs,
    launches,
    stretches,
    sampleMilliseconds,
    floor,
  } = request;
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const first = await timeAll(request, surroundings);
  const estimates = first.map((one) => estimateOf(one));
  const reference = estimateRatio(
    first.flatMap(({ times }) => times.referenceBase),
    first.flatMap(({ times }) => times.referenceHead),
  );
  const earlier = sameHistoryOf(request.history, machine);
  const now = estimates.map(({ same }) => deviationOf(same.ratio));
  const all = [...earlier.all, ...now, deviationOf(reference.ratio)];
  const thresholds = first.map(({ name }) =>
    thresholdOf(floor, earlier.byRow.get(keyOf({ ...name, threads: 1 })) ?? [], all),
  );
  const suspects = first.filter((_, i) => directionOf(estimates[i].change, thresholds[i]) !== 0);
  const again = await timeAll(
    request,
    surroundings,
    suspects.map(({ name }) => name),
  );
  const rows = first.map(({ name, times }, i): DuetRow => {
    const repeated = again.find((one) => one.name === name);
    const rerun = repeated && estimateOf(repeated);
    return {
      ...{ kind: "measured", ...name, threads: 1, clock: "processor" },
      runsPerSample: times.runsPerSample,
      baseMilliseconds: quartiles(times.base).median,
      ...estimates[i],
      threshold: thresholds[i],
      ...(rerun && { rerun }),
      verdict: judge(estimates[i].change, thresholds[i], rerun?.change),
    };
  });
  return {
    ...{ format: "bnnkit-duet", formatVersion: 1, startedAt, machine, rows, reference },
    settings: { filter, quick, pairs, launches, stretches, sampleMilliseconds, floor },
    base: { revision: base.revision, commit: base.commit },
    head: { revision: head.revision, commit: head.commit },
  };
}

/** The times of an arm from all launches. */
interface TimedArm {
  readonly name: ArmName;
  readonly times: DuetTimes;
}

function estimateOf({ times }: TimedArm): Pick<DuetRow, "change" | "same"> {
  return {
    change: estimateRatio(times.base, times.head),
    same: estimateRatio(times.base, times.same),
  };
}

/** @param wanted  arms; all that both sides have unless told. */
async function timeAll(
  request: DuetRequest,
  surroundings: DuetSurroundings,
  wanted?: readonly ArmName[],
): Promise<readonly TimedArm[]> {
  if (wanted?.length === 0) return [];
  const timed = new Map<string, TimedArm>();
  const turns = Math.ceil(request.pairs / request.launches);
  for (let launch = 0; launch < request.launches; launch++) {
    const trio = await launchTrio(request, surroundings.signal);
    try {
      for (const name of wanted ?? trio.arms) {
        surroundings.signal.throwIfAborted();
        const what = wanted === undefined ? "" : "again, ";
        const key = keyOf({ ...name, threads: 1 });
        surroundings.onProgress(`[${what}${launch + 1}/${request.launches}] ${key}`);
        const sides = await trio.start(name);
        if (sides === undefined) continue;
        const { sampleMilliseconds } = request;
        const { signal } = surroundings;
        const times = await timeSides(sides, { turns, sampleMilliseconds, signal });
        const before = timed.get(key);
        timed.set(
          key,
          before ? { name: before.name, times: joined(before.times, times) } : { name, times },
        );
      }
    } finally {
      await trio.close();
    }
  }
  return [...timed.values()];
}

function joined(a: DuetTimes, b: DuetTimes): DuetTimes {
  return {
    base: [...a.base, ...b.base],
    head: [...a.head, ...b.head],
    same: [...a.same, ...b.same],
    referenceBase: [...a.referenceBase, ...b.referenceBase],
    referenceHead: [...a.referenceHead, ...b.referenceHead],
    runsPerSample: a.runsPerSample,
  };
}

/** Processes of base, head and base again. */
interface Trio {
  /** Those that base and head have. */
  readonly arms: readonly ArmName[];
  /** Undefined where an arm does not start. */
  start(name: ArmName): Promise<Sides | undefined>;
  close(): Promise<void>;
}

async function launchTrio(
  { base, head, filter, isQuick, plantedSlowdown, stretches }: DuetRequest,
  signal: AbortSignal,
): Promise<Trio> {
  const processes = [base, head, base].map(
    ({ folder }) => new LineProcess<ArmAnswers, ArmCommand | OpenArms>(scriptIn(folder), signal),
  );
  const slowed = { filter, isQuick, ...(plantedSlowdown !== undefined && { plantedSlowdown }) };
  const opened = await Promise.all(
    processes.map((one, i) => one.ask<"opened">(i === 1 ? slowed : { filter, isQuick })),
  );
  const [ofBase, ofHead] = opened.map(({ arms }) => arms);
  const keys = new Set(ofHead.map((name) => keyOf({ ...name, threads: 1 })));
  const sides = processes.map((one) => sideOf(one, stretches));
  return {
    arms: ofBase.filter((name) => keys.has(keyOf({ ...name, threads: 1 }))),
    async start(arm) {
      for (const one of processes) {
        const { reason } = await one.ask<"start">({ kind: "start", arm });
        if (reason !== undefined) return undefined;
      }
      return { base: sides[0], head: sides[1], same: sides[2] };
    },
    async close() {
      await Promise.all(processes.map((one) => one.close()));
    },
  };
}

function scriptIn(folder: string): URL {
  return pathToFileURL(join(folder, "apps/benchmark/dist/duet/arm-process.js"));
}

function sideOf(lines: LineProcess<ArmAnswers, ArmCommand | OpenArms>, stretches: number): Side {
  return async (runs, referenceRuns) => {
    const command = { kind: "turn", stretches, runs, referenceRuns } as const;
    const { arm, reference } = await lines.ask<"turn">(command);
    return { arm: workOf(arm), reference: workOf(reference) };
  };
}
