import { type Command, Option } from "commander";
import { UsageError } from "../exit-code.ts";
import { percentage } from "../options.ts";
import { readReport } from "../report/read-report.ts";
import type { BenchmarkReport } from "../report/report.ts";
import type { Surroundings } from "../surroundings.ts";
import { compareReports, peersOf } from "./compare-reports.ts";
import { type ComparisonFormat, formatComparison } from "./format-comparison.ts";

interface CompareOptions {
  readonly base?: readonly string[];
  readonly head?: readonly string[];
  readonly maxRegression: number;
  readonly peer?: string;
  readonly cpu: boolean;
  readonly format: ComparisonFormat;
}

/** A ratio has become worse than allowed; the comparison has been shown. */
export class RegressionError extends Error {
  override readonly name = "RegressionError";
}

/** Adds `compare` to a program: reports of two sides, ratio by ratio. */
export function registerCompareCommand(program: Command, { streams }: Surroundings): void {
  program
    .command("compare")
    .summary("fail if a ratio to a peer has become worse")
    .description(
      "Compares reports of --json: for each arm of ours, how many times as fast as each peer it was in the same run. Times are never compared. A change counts where the quartiles of both sides are apart, too; with fewer than two reports a side it is shown as undecided.",
    )
    .argument("[old]", "report to compare with; for several use --base")
    .argument("[new]", "report to judge; for several use --head")
    .option("--base <files...>", "reports to compare with, two or more for a verdict")
    .option("--head <files...>", "reports to judge, two or more for a verdict")
    .addOption(
      new Option("--max-regression <percent>", "allowed loss of a ratio")
        .argParser(percentage)
        .default(0.1, "10 %"),
    )
    .option("--peer <arm>", "only ratios to this peer")
    .option("--cpu", "ratios of processor time, for machines that do other things too", false)
    .addOption(
      new Option("--format <format>", "how to show it")
        .choices(["table", "markdown", "json"])
        .default("table"),
    )
    .action(async (oldPath: string | undefined, newPath: string | undefined, options) => {
      await compare(oldPath, newPath, options);
    });

  async function compare(
    oldPath: string | undefined,
    newPath: string | undefined,
    options: CompareOptions,
  ): Promise<void> {
    const before = await readSide("--base", oldPath, options.base);
    const after = await readSide("--head", newPath, options.head);
    checkPeer(options.peer, [...before, ...after]);
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
  }
}

async function readSide(
  option: string,
  path: string | undefined,
  paths: readonly string[] | undefined,
): Promise<BenchmarkReport[]> {
  if ((path === undefined) === (paths === undefined)) {
    throw new UsageError(`give two reports, or --base FILE… and --head FILE…: ${option}`);
  }
  return Promise.all((paths ?? [path ?? ""]).map(readReport));
}

function checkPeer(peer: string | undefined, reports: readonly BenchmarkReport[]): void {
  const peers = peersOf(reports);
  if (peer === undefined || peers.includes(peer)) return;
  throw new UsageError(`--peer: no ratio is to "${peer}"; there are: ${peers.join(", ")}`);
}
