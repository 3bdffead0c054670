import type { Command } from "commander";
import { type ProveCommand, withProof } from "./model-commands.ts";

export interface EstimateLogicCommand {
  readonly json: boolean;
}

export interface EmitLogicCommand {
  readonly core: boolean;
}

export interface ProveLogicCommand extends ProveCommand {
  readonly mutants: boolean;
  readonly json: boolean;
}

/** What is called for each command about networks of tables, with checked options. */
export interface LogicActions {
  estimateLogic(file: string, options: EstimateLogicCommand): Promise<void>;
  emitLogic(file: string, options: EmitLogicCommand): Promise<void>;
  proveLogic(file: string, options: ProveLogicCommand): Promise<void>;
}

const file = "a .safetensors file of a network of truth tables, RAM nodes or Bloom filters";

/** `estimate logic`. */
export function addEstimateLogic(estimate: Command, actions: LogicActions): void {
  estimate
    .command("logic")
    .description("a network of tables: LUTs of its core and of its encoder")
    .argument("<file>", file)
    .option("--json", "print JSON", false)
    .action((path: string, options: EstimateLogicCommand) => actions.estimateLogic(path, options));
}

/** `emit logic`. */
export function addEmitLogic(emit: Command, actions: LogicActions): void {
  emit
    .command("logic")
    .description("of a network of tables with its encoder, without registers")
    .argument("<file>", file)
    .option("--core", "without the encoder", false)
    .action((path: string, options: EmitLogicCommand) => actions.emitLogic(path, options));
}

/** `prove logic`. */
export function addProveLogic(prove: Command, actions: LogicActions): void {
  const logic = prove
    .command("logic")
    .description(
      "every input, or, of more than 16 bits, numbers next to thresholds through the mapped netlist beside the model; every netlist with one gate wrong must be caught by them, or by Yosys's solver, or be proven to be the same",
    )
    .argument("<file>", file)
    .option("--no-mutants", "without netlists that are wrong")
    .option("--json", "print JSON", false);
  withProof(logic, 100_000).action((path: string, options: ProveLogicCommand) =>
    actions.proveLogic(path, options),
  );
}
