import type { Command } from "commander";
import { UsageError } from "./exit-code.ts";
import { benchmarkGemm, type GemmPlan, planGemm } from "./gemm/benchmark-gemm.ts";
import { gemmContenders } from "./gemm/gemm-contenders.ts";
import { formatShape, gemmShapes, operationsOf } from "./gemm/gemm-shape.ts";
import { positiveInteger } from "./options.ts";
import { formatReport } from "./report/format-report.ts";
import { describeMachine } from "./report/machine.ts";
import { type BenchmarkReport, ownVersion } from "./report/report.ts";
import { checkReportPath, writeReport } from "./report/report-file.ts";
import type { Surroundings } from "./surroundings.ts";

interface KernelsOptions {
  readonly filter: string;
  readonly json?: string;
  readonly quick: boolean;
  readonly rounds?: number;
}

/** Shapes of more operations are left out by `--quick`: plain JavaScript takes a fifth of a second for one product. */
const MOST_QUICK_OPERATIONS = 2 ** 30;

const thorough = { rounds: 11, sampleMilliseconds: 1, turnMilliseconds: 50 };
const quick = { rounds: 3, sampleMilliseconds: 0.2, turnMilliseconds: 4 };

/** Adds `kernels` to a program: single operators against their peers. */
export function registerKernelsCommand(program: Command, { streams, signal }: Surroundings): void {
  program
    .command("kernels")
    .summary("time operators against what else is there")
    .description(
      "Times products of ±1 matrices: our kernels, plain JavaScript, and TensorFlow.js in float32. Every arm must give the integers of the slow reference before it is timed.",
    )
    .option(
      "--filter <text>",
      'time only arms whose "op arm shape" contains every word of the text; ratios need their peer',
      "",
    )
    .option("--json <file>", "also write the report for machines (format: README)")
    .option("--quick", "a few seconds: fewer rounds, no shape above 2^30 operations", false)
    .option("--rounds <count>", "turns of each arm (default: 11, with --quick 3)", positiveInteger)
    .action(async (options: KernelsOptions) => {
      const plans = choosePlans(options);
      if (options.json !== undefined) await checkReportPath(options.json);
      const report = await measureKernels(plans, options, {
        signal,
        onProgress: (message) => streams.error(`${message}\n`),
      });
      streams.output(formatReport(report));
      if (options.json !== undefined) await writeReport(options.json, report);
    });
}

function choosePlans(options: KernelsOptions): GemmPlan[] {
  const shapes = options.quick
    ? gemmShapes.filter((shape) => operationsOf(shape) <= MOST_QUICK_OPERATIONS)
    : gemmShapes;
  const plans = planGemm(options.filter, shapes, gemmContenders);
  if (plans.length > 0) return plans;
  const arms = gemmContenders.map(({ name }) => name).join(", ");
  throw new UsageError(
    `--filter: nothing contains "${options.filter}"; arms: ${arms}; shapes: ${shapes.map(formatShape).join(", ")}`,
  );
}

async function measureKernels(
  plans: readonly GemmPlan[],
  { filter, quick: isQuick, rounds }: KernelsOptions,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (message: string) => void },
): Promise<BenchmarkReport> {
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const duration = { ...(isQuick ? quick : thorough), ...(rounds !== undefined && { rounds }) };
  const rows = await benchmarkGemm(plans, { ...duration, signal, onProgress });
  const contenders = new Set(plans.flatMap((plan) => plan.contenders));
  const versions = await Promise.all([...contenders].map((contender) => contender.versions?.()));
  return {
    format: "bnnkit-benchmark",
    formatVersion: 1,
    command: "kernels",
    startedAt,
    settings: { filter, quick: isQuick, ...duration },
    machine,
    versions: Object.assign({ ...ownVersion() }, ...versions),
    rows,
  };
}
