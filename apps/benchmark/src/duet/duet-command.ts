import { type Command, Option } from "commander";
import { RegressionError } from "../compare/compare-command.ts";
import { readHistory } from "../dashboard/history/read-history.ts";
import { percentage, positiveInteger } from "../options.ts";
import { checkReportPath, writeReport, writeReportLines } from "../report/report-file.ts";
import type { Surroundings } from "../surroundings.ts";
import { buildTree, ownTree } from "./built-tree.ts";
import type { DuetReport } from "./duet-report.ts";
import { type DuetFormat, formatDuet } from "./format-duet.ts";
import { type BuiltSide, type DuetRequest, runDuet } from "./run-duet.ts";
import { countTrials, formatTrials } from "./trials.ts";

interface DuetOptions {
  readonly base: string;
  readonly head?: string;
  readonly filter: string;
  readonly all: boolean;
  readonly pairs: number;
  readonly launches: number;
  readonly floor: number;
  readonly history?: readonly string[];
  readonly json?: string;
  readonly format: DuetFormat;
  readonly trials?: number;
  readonly plant?: number;
}

/** Shorter than what a scheduler gives a process at a time, so that most are not broken into. */
const sampleMilliseconds = 1;
const stretches = 6;

/** Adds `duet` to a program: two revisions beside each other. */
export function registerDuetCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("duet")
    .summary("fail if an arm has become slower since a revision")
    .description(
      "Builds a revision in a temporary folder and times its arms and ours in pairs, one right after the other, in processor time on one thread; beside them the same code in two processes. An arm is slower where the 95 % interval of the median ratio excludes 1, the change exceeds the floor and what the same code has shown against itself, and a rerun by new processes says the same.",
    )
    .requiredOption("--base <revision>", "what to compare with")
    .option("--head <revision>", "what to judge (default: this working tree, as it is built)")
    .option("--filter <text>", "arms, as of kernels", "")
    .option("--all", "all shapes instead of the small ones of --quick", false)
    .option("--pairs <count>", "pairs of times of each arm", positiveInteger, 30)
    .option("--launches <count>", "processes that they are spread over", positiveInteger, 3)
    .addOption(
      new Option("--floor <percent>", "a change up to this is none")
        .argParser(percentage)
        .default(0.05, "5 %"),
    )
    .option("--history <paths...>", "earlier reports: what the same code has shown against itself")
    .option("--json <file>", "also write the report for machines (format: README)")
    .addOption(
      new Option("--format <format>", "how to show it")
        .choices(["table", "markdown", "json"] satisfies readonly DuetFormat[])
        .default("table"),
    )
    .option(
      "--trials <count>",
      "compare so often, and count alerts; --json writes a report a line",
      positiveInteger,
    )
    .addOption(
      new Option(
        "--plant <percent>",
        "make the head slower on purpose, to see that it is found",
      ).argParser(percentage),
    )
    .action((options: DuetOptions) => duet(options, surroundings));
}

async function duet(options: DuetOptions, surroundings: Surroundings): Promise<void> {
  if (options.json !== undefined) await checkReportPath(options.json);
  const { duets: history } = await readHistory(options.history ?? []);
  const { signal, streams } = surroundings;
  const trees = options.head === undefined ? [options.base] : [options.base, options.head];
  const built: Awaited<ReturnType<typeof buildTree>>[] = [];
  try {
    for (const revision of trees) {
      streams.error(`building ${revision}\n`);
      built.push(await buildTree(revision, signal));
    }
    const [base, head = await ownTree()]: readonly BuiltSide[] = built;
    const request = requestOf(options, { base, head, history });
    if (options.trials === undefined) await compareOnce(options, request, surroundings);
    else await compareOften(options, request, surroundings);
  } finally {
    for (const tree of built) await tree.remove();
  }
}

function requestOf(
  { filter, all, pairs, launches, floor, plant }: DuetOptions,
  sides: Pick<DuetRequest, "base" | "head" | "history">,
): DuetRequest {
  return {
    ...{ ...sides, filter, isQuick: !all, pairs, launches, floor, sampleMilliseconds, stretches },
    ...(plant !== undefined && { plantedSlowdown: plant }),
  };
}

async function compareOnce(
  { json, format, floor }: DuetOptions,
  request: DuetRequest,
  { streams, signal }: Surroundings,
): Promise<void> {
  const onProgress = (message: string): void => streams.error(`${message}\n`);
  const report = await runDuet(request, { signal, onProgress });
  streams.output(formatDuet(report, format));
  if (json !== undefined) await writeReport(json, report);
  const slower = report.rows.filter(({ verdict }) => verdict === "slower").length;
  if (slower === 0) return;
  throw new RegressionError(`${slower} arms are slower by more than ${(100 * floor).toFixed(1)} %`);
}

/** Each run adds to the history of the next, as in use. */
async function compareOften(
  { trials = 1, json }: DuetOptions,
  request: DuetRequest,
  { streams, signal }: Surroundings,
): Promise<void> {
  const reports: DuetReport[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const history = [...request.history, ...reports];
    const report = await runDuet({ ...request, history }, { signal, onProgress: () => undefined });
    reports.push(report);
    if (json !== undefined) await writeReportLines(json, reports);
    const [summary] = formatDuet(report, "table").split("\n");
    streams.error(`${trial + 1} of ${trials}: ${summary}\n`);
  }
  streams.output(formatTrials(countTrials(reports)));
}
