import type { Place } from "./arm.ts";
import { type BenchmarkResult, benchmark } from "./benchmark.ts";
import { cases } from "./operators.ts";
import { type Plan, planCases, type Selection } from "./plan.ts";

/** What is to be measured, as data that can be sent to a browser. */
export interface KernelsRequest {
  readonly filter: string;
  readonly isQuick: boolean;
  readonly threadCounts: readonly number[];
  readonly rounds: number;
  readonly coldRounds: number;
  readonly sampleMilliseconds: number;
  readonly turnMilliseconds: number;
}

/** What was measured, and with which versions of peers. */
export interface KernelsResult extends BenchmarkResult {
  readonly versions: Readonly<Record<string, string>>;
}

/** Which cases and arms a request asks for in a place. */
export function planKernels(request: Omit<Selection, "place">, place: Place): Plan[] {
  return planCases(cases, { ...request, place });
}

/** Measures a request here.
 *  @throws as {@link benchmark}. */
export async function runKernels(
  request: KernelsRequest,
  place: Place,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (message: string) => void },
): Promise<KernelsResult> {
  const plans = planKernels(request, place);
  const result = await benchmark(plans, { ...request, ...options });
  const measured = new Set(result.rows.map(({ op, arm }) => `${op} ${arm}`));
  const contenders = plans.flatMap((plan) =>
    plan.entries
      .map(({ contender }) => contender)
      .filter(({ name }) => measured.has(`${plan.case.op} ${name}`)),
  );
  const versions: Record<string, string> = {};
  for (const contender of new Set(contenders))
    Object.assign(versions, await contender.versions?.());
  return { ...result, versions };
}
