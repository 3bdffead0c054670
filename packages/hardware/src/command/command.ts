import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { type SynthesisTarget, synthesisTargets, targets } from "../synthesis/target.ts";
import { addCompletion } from "./completion.ts";
import {
  addEmitLogic,
  addEstimateLogic,
  addProveLogic,
  type LogicActions,
} from "./logic-commands.ts";
import {
  addComparisons,
  addEmitModel,
  addEstimateModel,
  addExplain,
  addProve,
  type ModelActions,
} from "./model-commands.ts";
import { wholeNumber } from "./parse-number.ts";

export interface OutputOptions {
  readonly json: boolean;
}

export interface EstimateUnitOptions extends OutputOptions {
  readonly target: readonly SynthesisTarget[];
  readonly calibration?: string;
}

/** Of the commands that synthesise. */
export interface SynthesisOptions {
  readonly target: readonly SynthesisTarget[];
  readonly cache?: string;
  readonly jobs: number;
  /** Seconds. */
  readonly timeout: number;
}

export interface CalibrateOptions extends SynthesisOptions {
  readonly output: string;
  readonly points?: string;
  readonly configs?: string;
  readonly limit?: number;
  readonly cachedOnly: boolean;
}

export interface ValidateOptions extends SynthesisOptions, OutputOptions {
  readonly configs?: string;
  readonly random?: number;
  readonly seed?: string;
  readonly calibration?: string;
  /** Whether clocks are compared, on an iCE40, not areas. */
  readonly clocks: boolean;
}

/** What is called for each command, with checked options. */
export interface Actions extends ModelActions, LogicActions {
  estimateUnit(config: string, options: EstimateUnitOptions): Promise<void>;
  emitUnit(config: string): Promise<void>;
  calibrate(options: CalibrateOptions): Promise<void>;
  validate(options: ValidateOptions): Promise<void>;
}

/** The command line of the package. */
export function createCommand(actions: Actions): Command {
  const program = new Command("bnnkit-hardware")
    .version(ownVersion(), "-V, --version", "print the version")
    .description(
      "What binarized models and units cost on an FPGA or an ASIC, and the Verilog that was priced.",
    )
    .showHelpAfterError("(--help shows all options)")
    .addHelpText("after", help);
  const estimate = program
    .command("estimate")
    .description("predict what something takes, without synthesis");
  addEstimateModel(estimate, actions);
  addEstimateLogic(estimate, actions);
  estimate
    .command("unit")
    .description("a unit of the package")
    .argument("<config>", "the configuration as JSON, or @FILE")
    .addOption(targetOption())
    .option("--calibration <file>", "another calibration, as calibrate writes it in JSON")
    .option("--json", "print JSON", false)
    .action((config: string, options: EstimateUnitOptions) =>
      actions.estimateUnit(config, options),
    );
  addExplain(program, actions);
  addComparisons(program, actions);
  const emit = program.command("emit").description("print Verilog");
  addEmitModel(emit, actions);
  addEmitLogic(emit, actions);
  emit
    .command("unit")
    .description("of a unit of the package")
    .argument("<config>", "the configuration as JSON, or @FILE")
    .action((config: string) => actions.emitUnit(config));
  addProveLogic(addProve(program, actions), actions);
  const calibrate = program
    .command("calibrate")
    .description("synthesise a training grid, and fit the area model on it")
    .requiredOption("-o, --output <file>", "the calibration: JSON, or a module for a name in .ts")
    .option("--points <file>", "what was measured, as JSON")
    .option("--configs <file>", "a list of configurations instead of the grid of the package")
    .option("--limit <count>", "the first configurations of the grid alone", wholeNumber)
    .option("--cached-only", "fit on what the cache has; synthesise nothing", false);
  withSynthesis(calibrate, targets).action((options: CalibrateOptions) =>
    actions.calibrate(options),
  );
  const validate = program
    .command("validate")
    .description("predict configurations, then synthesise them, and compare")
    .option("--configs <file>", "a list of configurations as JSON")
    .option("--random <count>", "as many configurations drawn at random", wholeNumber)
    .option("--seed <text>", "what they are drawn by (default: the hash of the calibration)")
    .option(
      "--clocks",
      "place and route on an iCE40 HX8K by nextpnr-ice40, and compare clocks",
      false,
    )
    .option("--calibration <file>", "another calibration, as calibrate writes it in JSON")
    .option("--json", "print JSON", false);
  withSynthesis(validate).action((options: ValidateOptions) => actions.validate(options));
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
    command.allowExcessArguments(false);
  return addCompletion(program);
}

function withSynthesis(command: Command, chosen = synthesisTargets): Command {
  return command
    .addOption(targetOption(chosen))
    .option("--cache <folder>", "where counts are kept, so that a run that was stopped goes on")
    .option("--jobs <count>", "syntheses at a time", wholeNumber, 1)
    .option("--timeout <seconds>", "after which a synthesis is given up", wholeNumber, 600);
}

function targetOption(chosen = synthesisTargets): Option {
  return new Option("-t, --target <names...>", "targets")
    .choices([...synthesisTargets])
    .default(chosen);
}

function ownVersion(): string {
  const url = new URL("../../package.json", import.meta.url);
  const manifest: { readonly version: string } = JSON.parse(readFileSync(url, "utf8"));
  return manifest.version;
}

const help = `
Examples:
  bnnkit-hardware estimate model digits.safetensors --device xc7z020 --clock 200 --frame-rate 50000
  bnnkit-hardware estimate model digits.safetensors --html digits.html
  bnnkit-hardware estimate model digits.safetensors --architecture shared-engine --frame-rate 1000
  bnnkit-hardware estimate logic iris.safetensors
  bnnkit-hardware explain digits.safetensors --device xc7z020 --frame-rate 50000
  bnnkit-hardware explore digits.safetensors --svg front.svg --csv front.csv
  bnnkit-hardware compare digits.safetensors --device xc7z020 xc7z045
  bnnkit-hardware compare --published
  bnnkit-hardware estimate unit '{"unit":"max-pool","channels":16,"window":4}' --target xc7
  bnnkit-hardware emit unit @popcount.json > popcount.v
  bnnkit-hardware validate --random 10 --cache syntheses --target ice40
  bnnkit-hardware validate --random 10 --clocks

prove, calibrate and validate need @yowasp/yosys beside this package.

Exit codes: 0 done, 1 failure, 2 wrong arguments or input, 130 interrupted.`;
