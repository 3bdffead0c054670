import type { Arm } from "./arm.ts";
import { measureCold } from "./cold.ts";
import { type MeasureOptions, measure } from "./measure.ts";
import type { OpenCase } from "./operator.ts";
import type { Plan, PlanEntry } from "./plan.ts";
import { addRatios, type BenchmarkRow, createRow } from "./report/row.ts";

/** How long to measure, and whom to tell. */
export interface BenchmarkOptions extends MeasureOptions {
  /** Runs of each arm with emptied caches. */
  readonly coldRounds: number;
  /** @param part  of the cases that are done, 0 to 1 */
  readonly onProgress?: (message: string, part: number) => void;
}

/** A peer that could not be measured. */
export interface AbsentArm {
  readonly op: string;
  readonly arm: string;
  readonly shape: string;
  readonly threads: number;
  readonly reason: string;
}

/** What a benchmark brought. */
export interface BenchmarkResult {
  readonly rows: readonly BenchmarkRow[];
  readonly absent: readonly AbsentArm[];
}

/** Times the entries of every plan, case after case, each only after its result equals the reference.
 *
 *  A peer or an optional arm that does not start is listed as absent.
 *  @throws Error of an arm of ours that does not start, or of any that computes a wrong result; what the signal was
 *    aborted with. */
export async function benchmark(
  plans: readonly Plan[],
  options: BenchmarkOptions,
): Promise<BenchmarkResult> {
  const rows: BenchmarkRow[] = [];
  const absent: AbsentArm[] = [];
  for (const [index, plan] of plans.entries()) {
    options.signal?.throwIfAborted();
    const message = `[${index + 1}/${plans.length}] ${describePlan(plan)}`;
    options.onProgress?.(message, index / plans.length);
    const result = await benchmarkCase(plan, options);
    rows.push(...result.rows);
    absent.push(...result.absent);
  }
  return { rows, absent };
}

/** For longer than this no thread pool waits for work in a loop. */
const SPINNING_MILLISECONDS = 10;

function describePlan({ case: { op, shape }, entries }: Plan): string {
  const names = entries.map(({ contender, threads }) =>
    threads === 1 ? contender.name : `${contender.name} (${threads} threads)`,
  );
  return `${op} ${shape}: ${names.join(", ")}`;
}

/** An arm that has given the right result, and how long it took to get there. */
interface ReadyArm {
  readonly entry: PlanEntry;
  readonly arm: Arm;
  readonly prepareMilliseconds: number;
  readonly firstRunMilliseconds: number;
}

async function benchmarkCase(plan: Plan, options: BenchmarkOptions): Promise<BenchmarkResult> {
  const open = plan.case.open();
  const ready: ReadyArm[] = [];
  const absent: AbsentArm[] = [];
  try {
    for (const entry of plan.entries) {
      const outcome = await startArm(open, entry);
      if ("arm" in outcome) {
        ready.push(outcome);
        await open.check(outcome.arm);
      } else {
        const { op, shape } = plan.case;
        const { contender, threads } = entry;
        absent.push({ op, arm: contender.name, shape, threads, reason: outcome.reason });
      }
    }
    return { rows: await measureArms(plan, ready, options), absent };
  } finally {
    for (const { arm } of ready) await arm.dispose();
  }
}

async function startArm(
  open: OpenCase,
  entry: PlanEntry,
): Promise<ReadyArm | { readonly reason: string }> {
  const { contender, threads } = entry;
  let arm: Arm | undefined;
  try {
    const start = performance.now();
    arm = await open.prepare(contender, threads);
    const prepared = performance.now();
    await arm.run();
    const prepareMilliseconds = prepared - start;
    return { entry, arm, prepareMilliseconds, firstRunMilliseconds: performance.now() - prepared };
  } catch (error) {
    await arm?.dispose();
    if (!contender.isPeer && !contender.isOptional) throw error;
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

async function measureArms(
  plan: Plan,
  ready: readonly ReadyArm[],
  options: BenchmarkOptions,
): Promise<BenchmarkRow[]> {
  const { op, shape, origin, operations } = plan.case;
  const arms = ready.map(({ arm }) => arm);
  const hasThreads = ready.some(({ entry }) => entry.threads > 1);
  const pauseMilliseconds = hasThreads ? SPINNING_MILLISECONDS : 0;
  const timings = await measure(arms, { ...options, pauseMilliseconds });
  const cold = await measureCold(arms, { ...options, rounds: options.coldRounds });
  const rows = ready.map(({ entry, arm, prepareMilliseconds, firstRunMilliseconds }, i) =>
    createRow({
      op,
      arm: entry.contender.name,
      ...(arm.device !== undefined && { device: arm.device }),
      isPeer: entry.contender.isPeer,
      shape,
      origin,
      threads: entry.threads,
      operations,
      ...timings[i],
      coldMilliseconds: cold[i],
      prepareMilliseconds,
      firstRunMilliseconds,
    }),
  );
  return addRatios(rows);
}
