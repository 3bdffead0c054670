import { type Command, Option } from "commander";
import { UsageError } from "../exit-code.ts";
import { percentage } from "../options.ts";
import { readReport } from "../report/read-report.ts";
import type { Surroundings } from "../surroundings.ts";
import { compareReports } from "./compare-reports.ts";
import { type ComparisonFormat, formatComparison } from "./format-comparison.ts";

interface CompareOptions {
  readonly maxRegression: number;
  readonly peer?: string;
  readonly cpu: boolean;
  readonly format: ComparisonFormat;
}

/** A ratio has become worse than allowed; the comparison has been shown. */
export class RegressionError extends Error {
  override readonly name = "RegressionError";
}

/** Adds `compare` to a program: two reports, ratio by ratio. */
export function registerCompareCommand(program: Command, { streams }: Surroundings): void {
  program
    .command("compare")
    .summary("fail if a ratio to a peer has become worse")
    .description(
      "Compares two reports of --json: for each arm of ours, how many times as fast as each peer it was in the same run. Times are never compared.",
    )
    .argument("<old>", "report to compare with")
    .argument("<new>", "report to judge")
    .option("--max-regression <percent>", "allowed loss of a ratio", percentage, 0.1)
    .option("--peer <arm>", "only ratios to this peer")
    .option("--cpu", "ratios of processor time, for machines that do other things too", false)
    .addOption(
      new Option("--format <format>", "how to show it")
        .choices(["table", "markdown", "json"])
        .default("table"),
    )
    .action(async (oldPath: string, newPath: string, options: CompareOptions) => {
      const [before, after] = await Promise.all([readReport(oldPath), readReport(newPath)]);
      const comparison = compareReports(before, after, options);
      if (comparison.changes.length === 0) {
        throw new UsageError("the reports have no ratio in common: nothing to compare");
      }
      streams.output(formatComparison(comparison, options.format));
      const regressed = comparison.changes.filter(({ verdict }) => verdict === "regressed");
      if (regressed.length > 0) {
        const most = `${(100 * options.maxRegression).toFixed(1)} %`;
        throw new RegressionError(`${regressed.length} ratios lost more than ${most}`);
      }
    });
}
