import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { CommanderError } from "commander";
import { unitPeriodNs } from "../delay/unit-period.ts";
import type { Calibration } from "../estimate/calibration.ts";
import { decodeCalibration } from "../estimate/decode-calibration.ts";
import { defaultCalibration } from "../estimate/default-calibration.generated.ts";
import { drawConfigs } from "../estimate/draw-configs.ts";
import { estimateUnit } from "../estimate/estimate-unit.ts";
import { fitCalibration } from "../estimate/fit-calibration.ts";
import { trainingGrid } from "../estimate/training-grid.ts";
import { comparePoint, summarizeErrors } from "../estimate/validate-estimates.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import type {
  CalibrateOptions,
  EstimateUnitOptions,
  SynthesisOptions,
  ValidateOptions,
} from "./command.ts";
import { createCommand } from "./command.ts";
import { exitCode, UsageError } from "./exit-code.ts";
import { folderCache } from "./folder-cache.ts";
import { formatCompared, formatEstimate, formatSummary } from "./format-estimate.ts";
import { type MeasureAllOptions, measureAll } from "./measure-all.ts";
import { parseJson, readConfig, readConfigs, readText } from "./read-configs.ts";
import { logicActions } from "./run-logic.ts";
import { modelActions } from "./run-models.ts";
import type { Surroundings } from "./surroundings.ts";
import { validateClocks } from "./validate-clocks.ts";

/** Runs the command line.
 *  @param args  without node and script.
 *  @returns  the exit code. */
export async function runProgram(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { output, error, signal } = surroundings;
  const program = createCommand({
    estimateUnit: (config, options) => estimate(config, options, surroundings),
    emitUnit: async (config) => output(printVerilog(generateUnit(await readConfig(config)).module)),
    calibrate: (options) => calibrate(options, surroundings),
    validate: (options) => validate(options, surroundings),
    ...modelActions(surroundings),
    ...logicActions(surroundings),
  });
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
    command.exitOverride().configureOutput({ writeOut: output, writeErr: error });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode.success;
  } catch (problem) {
    if (problem instanceof CommanderError)
      return problem.exitCode === 0 ? exitCode.success : exitCode.usage;
    error(`bnnkit-hardware: ${messageOf(signal.aborted ? signal.reason : problem)}\n`);
    if (signal.aborted) return exitCode.interrupted;
    return problem instanceof UsageError ? exitCode.usage : exitCode.failure;
  }
}

/** What went wrong; of a limit of time, the option that sets it. */
function messageOf(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  const hint = problem.name === "TimeoutError" ? "; --timeout <seconds> gives it more" : "";
  return `${problem.message}${hint}`;
}

async function estimate(
  text: string,
  { target, calibration, json }: EstimateUnitOptions,
  { output }: Surroundings,
): Promise<void> {
  const config = await readConfig(text);
  const chosen = await readCalibration(calibration);
  const clock = target.includes("ice40") ? unitPeriodNs(config) : undefined;
  const estimates = target.map((one) =>
    estimateUnit(config, one, chosen && { calibration: chosen }),
  );
  if (json) output(`${JSON.stringify({ config, estimates, ice40PeriodNs: clock }, null, 2)}\n`);
  else
    for (const one of estimates)
      output(formatEstimate(one, one.target === "ice40" ? clock : undefined));
}

async function calibrate(options: CalibrateOptions, surroundings: Surroundings): Promise<void> {
  const { configs: file, limit, cachedOnly, output, points: pointsFile } = options;
  if (cachedOnly && options.cache === undefined)
    throw new UsageError("--cached-only needs a --cache");
  const grid = file === undefined ? trainingGrid : await readConfigs(file);
  const points = await measure(grid.slice(0, limit), options, surroundings, cachedOnly);
  if (points.length < 2) throw new Error("there are fewer than two points: nothing to fit");
  const calibration = await fitCalibration(points);
  await writeFile(
    output,
    output.endsWith(".ts") ? asModule(calibration, output) : asJson(calibration),
  );
  if (pointsFile !== undefined) await writeFile(pointsFile, asJson(points));
  for (const { target, points: count, leaveOneOut } of calibration.unitFits) {
    const { mean, worst } = leaveOneOut;
    surroundings.output(
      `${target.padEnd(5)} ${count} points, left out one by one: mean ${mean.toFixed(1)} %, worst ${worst.toFixed(1)} %\n`,
    );
  }
}

async function validate(options: ValidateOptions, surroundings: Surroundings): Promise<void> {
  const calibration = await readCalibration(options.calibration);
  const configs = await configsToValidate(options, calibration);
  if (options.clocks) return validateClocks(configs, options, surroundings);
  // What is predicted depends on nothing that is measured.
  for (const config of configs)
    for (const target of options.target)
      estimateUnit(config, target, calibration && { calibration });
  const points = await measure(configs, options, surroundings);
  if (points.length === 0)
    throw new Error(`no synthesis came to an end within ${options.timeout} s (--timeout)`);
  const compared = points.map((point) => comparePoint(point, calibration));
  const summaries = options.target.flatMap((target) => {
    const own = compared.filter((point) => point.target === target);
    return own.length === 0 ? [] : [{ name: target, ...summarizeErrors(own) }];
  });
  const all = { name: "all", ...summarizeErrors(compared) };
  const { gridHash } = calibration ?? defaultCalibration;
  if (options.json) {
    surroundings.output(asJson({ gridHash, points: compared, summaries: [...summaries, all] }));
    return;
  }
  for (const point of compared) surroundings.output(formatCompared(point));
  for (const one of [...summaries, all]) surroundings.output(formatSummary(one.name, one));
}

async function configsToValidate(
  { configs, random, seed }: ValidateOptions,
  calibration: Calibration = defaultCalibration,
): Promise<readonly UnitConfig[]> {
  if ((configs === undefined) === (random === undefined))
    throw new UsageError("give --configs or --random");
  if (configs !== undefined) return readConfigs(configs);
  return drawConfigs(random ?? 0, seed ?? calibration.gridHash);
}

function measure(
  configs: readonly UnitConfig[],
  { target, cache, jobs, timeout }: SynthesisOptions,
  { error, signal, synthesizer }: Surroundings,
  cachedOnly = false,
): ReturnType<typeof measureAll> {
  const refuse = (): Promise<never> => Promise.reject(new Error("not in the cache"));
  const chosen = cachedOnly ? refuse : synthesizer;
  const options: MeasureAllOptions = {
    ...{ jobs, signal, timeout: timeout * 1000 },
    ...(cache !== undefined && { cache: folderCache(cache) }),
    ...(chosen !== undefined && { synthesizer: chosen }),
    onProgress: ({ done, total, config, target: on, failure }) => {
      if (failure === undefined) error(`${done}/${total} ${on} ${JSON.stringify(config)}\n`);
      else error(`${done}/${total} ${on} left out: ${failure}: ${JSON.stringify(config)}\n`);
    },
  };
  return measureAll(configs, target, options);
}

async function readCalibration(file: string | undefined): Promise<Calibration | undefined> {
  if (file === undefined) return undefined;
  try {
    return decodeCalibration(parseJson(await readText(file), file));
  } catch (problem) {
    if (problem instanceof UsageError) throw problem;
    throw new UsageError(`${file}: ${problem instanceof Error ? problem.message : problem}`);
  }
}

/** JSON with what is innermost, or next to it, on a line. */
function asJson(value: unknown): string {
  const onOneLine = (text: string): string => text.replaceAll(/\n\s*/g, "");
  const lists = JSON.stringify(value, null, 1).replaceAll(/\[[-\d.,e\s]+\]/g, onOneLine);
  return `${lists.replaceAll(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}(?=,?\n)/g, onOneLine)}\n`;
}

/** A module that has the calibration under the name of its file. */
function asModule(calibration: Calibration, file: string): string {
  const name = basename(file)
    .replace(/\..*$/, "")
    .replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return [
    "// Written by `bnnkit-hardware calibrate`.",
    'import type { Calibration } from "./calibration.ts";',
    "",
    `export const ${name}: Calibration = ${asJson(calibration).trimEnd()};`,
    "",
  ].join("\n");
}
