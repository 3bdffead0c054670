import type { Arm, Contender } from "../arm.ts";
import { measure } from "../measure.ts";
import { addRatios, type BenchmarkRow, createRow } from "../report/report.ts";
import { checkGemm, expectedEntries } from "./check-gemm.ts";
import { createGemmProblem, type GemmProblem } from "./gemm-problem.ts";
import { formatShape, type GemmShape, operationsOf } from "./gemm-shape.ts";

/** The operator: ±1 times ±1, summed exactly. */
export const GEMM_OP = "w1a1-gemm";

/** One shape and who is timed at it. */
export interface GemmPlan {
  readonly shape: GemmShape;
  readonly contenders: readonly Contender<GemmProblem>[];
}

/** How long to measure, and whom to tell. */
export interface BenchmarkOptions {
  readonly rounds: number;
  readonly sampleMilliseconds: number;
  readonly turnMilliseconds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

/** Which shapes and contenders a text asks for: all its words must occur in `op arm shape`, in any case.
 *  @returns plans without empty ones. */
export function planGemm(
  filter: string,
  shapes: readonly GemmShape[],
  contenders: readonly Contender<GemmProblem>[],
): GemmPlan[] {
  const words = filter.toLowerCase().split(/\s+/);
  const plans = shapes.map((shape): GemmPlan => {
    const asked = contenders.filter(({ name }) => {
      const label = `${GEMM_OP} ${name} ${formatShape(shape)}`.toLowerCase();
      return words.every((word) => label.includes(word));
    });
    return { shape, contenders: asked };
  });
  return plans.filter((plan) => plan.contenders.length > 0);
}

/** Times the contenders of every plan, shape after shape, each only after its result equals the reference.
 *  @throws Error of an arm that does not start or computes a wrong result; what the signal was aborted with. */
export async function benchmarkGemm(
  plans: readonly GemmPlan[],
  options: BenchmarkOptions,
): Promise<BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  for (const [index, plan] of plans.entries()) {
    options.signal?.throwIfAborted();
    const names = plan.contenders.map(({ name }) => name).join(", ");
    options.onProgress?.(
      `[${index + 1}/${plans.length}] ${GEMM_OP} ${formatShape(plan.shape)}: ${names}`,
    );
    rows.push(...(await benchmarkShape(plan, options)));
  }
  return rows;
}

async function benchmarkShape(
  { shape, contenders }: GemmPlan,
  options: BenchmarkOptions,
): Promise<BenchmarkRow[]> {
  const problem = createGemmProblem(shape);
  const expected = expectedEntries(problem);
  const arms: Arm[] = [];
  try {
    for (const contender of contenders) {
      const arm = await contender.prepare(problem);
      arms.push(arm);
      arm.run();
      checkGemm(arm, problem, expected);
    }
    const timings = await measure(arms, options);
    const rows = timings.map((timing, i) =>
      createRow({
        op: GEMM_OP,
        arm: contenders[i].name,
        shape: formatShape(shape),
        threads: contenders[i].threads,
        operations: operationsOf(shape),
        ...timing,
      }),
    );
    const peers = contenders.filter(({ isPeer }) => isPeer).map(({ name }) => name);
    return addRatios(rows, new Set(peers));
  } finally {
    for (const arm of arms) arm.dispose();
  }
}
