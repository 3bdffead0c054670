import type { Place } from "./arm.ts";
import { type BenchmarkOptions, type BenchmarkResult, benchmark } from "./benchmark.ts";
import type { KernelsRequest } from "./kernels-request.ts";
import { cases } from "./operators.ts";
import { type Plan, planCases, type Selection } from "./plan.ts";

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
  options: Pick<BenchmarkOptions, "signal" | "onProgress">,
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
