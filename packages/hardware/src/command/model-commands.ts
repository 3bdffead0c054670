import { type Command, Option } from "commander";
import { asicProcesses } from "../devices/asic-processes.ts";
import { devices } from "../devices/devices.ts";
import { type Architecture, architectures } from "../network/dataflow-builder.ts";
import { type SynthesisTarget, synthesisTargets } from "../synthesis/target.ts";
import { positive, wholeNumber } from "./parse-number.ts";

/** What every command about models is told. */
export interface PartOptions {
  readonly device: readonly string[];
  readonly clock: number;
  readonly weights: "auto" | "block" | "tables";
  readonly link?: number;
  readonly json: boolean;
}

/** How the chain of a model is built. */
export interface ArchitectureCommand {
  readonly architecture: Architecture;
}

export interface EstimateModelCommand extends PartOptions, ArchitectureCommand {
  readonly frameRate?: number;
  readonly folding?: string;
  readonly html?: string;
  /** Whether units are told one by one, the largest first. */
  readonly explain: boolean;
}

export interface ExploreCommand extends PartOptions, ArchitectureCommand {
  readonly points: number;
  readonly svg?: string;
  readonly csv?: string;
}

export interface CompareCommand extends PartOptions {
  readonly architecture: readonly Architecture[];
  readonly frameRate?: number;
  readonly published: boolean;
}

export interface FoldedCommand extends ArchitectureCommand {
  readonly folding?: string;
}

export interface ProveCommand {
  readonly target: readonly SynthesisTarget[];
  readonly vectors: number;
  readonly timeout: number;
}

export interface ProveModelCommand extends Omit<ProveCommand, "vectors">, FoldedCommand {
  readonly samples: number;
  /** Whether the circuit itself runs, not what it is mapped to. */
  readonly rtl: boolean;
  readonly inputs?: string;
}

/** What is called for each command about models, with checked options. */
export interface ModelActions {
  estimateModel(file: string, options: EstimateModelCommand): Promise<void>;
  explore(file: string, options: ExploreCommand): Promise<void>;
  compare(files: readonly string[], options: CompareCommand): Promise<void>;
  emitModel(file: string, options: FoldedCommand): Promise<void>;
  proveUnit(config: string, options: ProveCommand): Promise<void>;
  proveModel(file: string, options: ProveModelCommand): Promise<void>;
}

const foldingOption =
  "outputs and inputs at a time by node, of a shared engine by the name engine, as JSON or @FILE";

/** `estimate model`. */
export function addEstimateModel(estimate: Command, actions: ModelActions): void {
  const model = estimate
    .command("model")
    .description(
      "a packed model: layer by layer what it takes, how fast it is, what its energy is",
    );
  withEstimate(model)
    .option("--html <file>", "write a page with tables and plots")
    .action((file: string, options: Omit<EstimateModelCommand, "explain">) =>
      actions.estimateModel(file, { ...options, explain: false }),
    );
}

/** `explain`. */
export function addExplain(program: Command, actions: ModelActions): void {
  const explain = program
    .command("explain")
    .description("where each look-up table and each picojoule of a model goes, the largest first");
  withEstimate(explain).action((file: string, options: Omit<EstimateModelCommand, "explain">) =>
    actions.estimateModel(file, { ...options, explain: true }),
  );
}

/** What a model is estimated by. */
function withEstimate(command: Command): Command {
  command
    .argument("<file>", "a .safetensors file of a model, or its description as .json")
    .option("--frame-rate <count>", "the cheapest folding that is as fast", positive)
    .addOption(
      new Option(
        "--fastest",
        "the fastest folding that fits the part, as without another option",
      ).conflicts(["frameRate", "folding"]),
    )
    .option("--folding <json>", foldingOption);
  return withPart(command.addOption(architectureOption()));
}

/** `explore` and `compare`. */
export function addComparisons(program: Command, actions: ModelActions): void {
  const explore = program
    .command("explore")
    .description("foldings that none beats in frames per second, size and energy")
    .argument("<file>", "a .safetensors file of a model, or its description as .json")
    .option("--points <count>", "foldings that are tried", positive, 24)
    .option("--svg <file>", "write a picture")
    .option("--csv <file>", "write a table")
    .addOption(architectureOption());
  withPart(explore).action((file: string, options: ExploreCommand) =>
    actions.explore(file, options),
  );
  const compare = program
    .command("compare")
    .description(
      "models, parts or architectures side by side; without a model, published builds and chips",
    )
    .argument("[files...]", "models")
    .option("--frame-rate <count>", "the cheapest foldings that are as fast", positive)
    .option(
      "--published",
      "what is predicted for published builds beside what was published",
      false,
    );
  const chosen = new Option("--architecture <names...>", architecturesSaid)
    .choices([...architectures])
    .default([architectures[0]]);
  withPart(compare.addOption(chosen)).action((files: readonly string[], options: CompareCommand) =>
    actions.compare(files, options),
  );
}

/** `emit model`. */
export function addEmitModel(emit: Command, actions: ModelActions): void {
  emit
    .command("model")
    .description("of the layers of a model that become a circuit")
    .argument("<file>", "a .safetensors file of a model")
    .option("--folding <json>", foldingOption)
    .addOption(architectureOption())
    .action((file: string, options: FoldedCommand) => actions.emitModel(file, options));
}

/** `prove`, to which other things may be added. */
export function addProve(program: Command, actions: ModelActions): Command {
  const prove = program
    .command("prove")
    .description("synthesise something, and check that what came out does the same");
  const unit = prove
    .command("unit")
    .description(
      "vectors through the mapped netlist beside plain arithmetic; on an FPGA a proof by induction too",
    )
    .argument("<config>", "the configuration as JSON, or @FILE");
  withProof(unit).action((config: string, options: ProveCommand) =>
    actions.proveUnit(config, options),
  );
  const model = prove
    .command("model")
    .description("samples through the mapped netlist beside the reference of the model")
    .argument("<file>", "a .safetensors file of a model")
    .option("--folding <json>", foldingOption)
    .addOption(architectureOption())
    .option("--samples <count>", "how many", wholeNumber, 256)
    .option("--inputs <file>", "samples of bytes, one after another (default: drawn ones)")
    .option("--rtl", "through the circuit itself, without a synthesiser", false);
  withTargets(model).action((file: string, options: ProveModelCommand) =>
    actions.proveModel(file, options),
  );
  return prove;
}

/** The options of a proof. */
export function withProof(command: Command, vectors = 10_000): Command {
  return withTargets(command).option("--vectors <count>", "at least as many", positive, vectors);
}

function withTargets(command: Command): Command {
  return command
    .addOption(
      new Option("-t, --target <names...>", "targets")
        .choices([...synthesisTargets])
        .default(["asic"]),
    )
    .option("--timeout <seconds>", "after which a synthesis is given up", positive, 3600);
}

function withPart(command: Command): Command {
  const names = [...devices, ...asicProcesses].map(({ name }) => name);
  return command
    .addOption(
      new Option("-d, --device <names...>", "parts or processes")
        .choices(names)
        .default(["xc7z020"]),
    )
    .option("-c, --clock <MHz>", "clock", positive, 100)
    .addOption(
      new Option("--weights <place>", "where weights stand on an FPGA")
        .choices(["auto", "block", "tables"])
        .default("auto"),
    )
    .option("--link <Gbit/s>", "of transfers between processor and circuit", positive)
    .option("--json", "print JSON", false);
}

const architecturesSaid =
  "a unit for each layer, one engine for all, or one that sums up in its memory";

function architectureOption(): Option {
  return new Option("--architecture <name>", architecturesSaid)
    .choices([...architectures])
    .default(architectures[0]);
}
