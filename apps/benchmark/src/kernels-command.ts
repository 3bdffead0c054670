import { type Command, Option } from "commander";
import type { BrowserAdapter, BrowserOptions } from "./browser/run-in-browser.ts";
import { UsageError } from "./exit-code.ts";
import { type KernelsRequest, kernelsRequest } from "./kernels-request.ts";
import { positiveInteger, threadCounts } from "./options.ts";
import { formatReport, type ReportFormat, reportFormats } from "./report/format-report.ts";
import { kernelsReport } from "./report/kernels-report.ts";
import { describeMachine } from "./report/machine.ts";
import { ownVersion } from "./report/own-version.ts";
import type { BenchmarkReport } from "./report/report.ts";
import { checkReportPath, writeReport } from "./report/report-file.ts";
import { type KernelsResult, planKernels, runKernels } from "./run-kernels.ts";
import type { Surroundings } from "./surroundings.ts";

interface KernelsOptions {
  readonly filter: string;
  readonly json?: string;
  readonly commit?: string;
  readonly format: ReportFormat;
  readonly quick: boolean;
  readonly browser: boolean;
  readonly webgpu: BrowserAdapter;
  readonly rounds?: number;
  readonly threads?: readonly number[];
}

/** Adds `kernels` to a program: single operators against their peers. */
export function registerKernelsCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("kernels")
    .summary("time operators against what else is there")
    .description(
      "Times our kernels beside plain JavaScript, TensorFlow.js, onnxruntime and C. Every arm must give the integers of the slow reference before it is timed. Peers that do not start are listed as absent.",
    )
    .option(
      "--filter <text>",
      'time only arms whose "op arm shape model" contains every word of the text (a|b: either); ratios need their peer',
      "",
    )
    .option("--json <file>", "also write the report for machines (format: README)")
    .option("--commit <id>", "what is measured, for the report of --json and a history of them")
    .addOption(
      new Option("--format <format>", "what goes to standard output")
        .choices(reportFormats)
        .default("table"),
    )
    .option(
      "--browser",
      "run in headless Chromium instead of Node (CHROMIUM_PATH says which)",
      false,
    )
    .addOption(
      new Option("--webgpu <adapter>", "with --browser: what WebGPU runs on")
        .choices(["none", "gpu", "software"] satisfies readonly BrowserAdapter[])
        .default("none"),
    )
    .option("--quick", "a few seconds: fewer rounds, small shapes, one thread", false)
    .option("--rounds <count>", "turns of each arm (default: 11, with --quick 3)", positiveInteger)
    .option(
      "--threads <list>",
      'numbers of threads, as "1,4" or "1,all" (default: 1,all, with --quick 1)',
      threadCounts,
    )
    .action(async (options: KernelsOptions) => {
      const request = createRequest(options);
      checkPlan(request, options);
      if (options.json !== undefined) await checkReportPath(options.json);
      const report = await measureKernels(request, options, surroundings);
      surroundings.streams.output(formatReport(report, options.format));
      if (options.json !== undefined) await writeReport(options.json, report);
      if (report.rows.length === 0) throw new Error("every arm that was asked for is absent");
    });
}

function createRequest({ filter, quick, rounds, threads }: KernelsOptions): KernelsRequest {
  const threadCountsWished = threads ?? threadCounts(quick ? "1" : "1,all");
  return kernelsRequest({ filter, isQuick: quick, threadCounts: threadCountsWished, rounds });
}

function checkPlan(request: KernelsRequest, { filter, browser }: KernelsOptions): void {
  const place = browser ? "browser" : "node";
  if (planKernels(request, place).length > 0) return;
  const all = planKernels({ ...request, filter: "", threadCounts: [1] }, place);
  const list = (names: readonly string[]): string => [...new Set(names)].join(", ");
  const arms = all.flatMap(({ entries }) => entries.map(({ contender }) => contender.name));
  throw new UsageError(
    `--filter: nothing contains "${filter}"; ops: ${list(all.map((plan) => plan.case.op))}; arms: ${list(arms)}; shapes: ${list(all.map((plan) => plan.case.shape))}`,
  );
}

async function measureKernels(
  request: KernelsRequest,
  { browser, webgpu: adapter, commit }: KernelsOptions,
  { streams, signal }: Surroundings,
): Promise<BenchmarkReport> {
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const options = { signal, onProgress: (message: string) => streams.error(`${message}\n`) };
  const { browserName, ...result } = browser
    ? await runInChromium(request, { ...options, adapter })
    : { ...(await runKernels(request, "node", options)), browserName: undefined };
  return kernelsReport(request, result, {
    ...{
      startedAt,
      machine: { ...machine, ...(browserName !== undefined && { browser: browserName }) },
    },
    ...(commit !== undefined && { commit }),
    versions: ownVersion(),
  });
}

/** Loaded only when asked for: it brings a bundler and a browser's driver. */
async function runInChromium(
  request: KernelsRequest,
  options: BrowserOptions,
): Promise<KernelsResult & { readonly browserName: string }> {
  const { runInBrowser } = await import("./browser/run-in-browser.ts");
  return runInBrowser(request, options);
}
