import type { Command } from "commander";
import { type ProveCommand, withProof } from "./model-commands.ts";

export interface EstimateLogicCommand {
  readonly json: boolean;
}

export interface EmitLogicCommand {
  readonly core: boolean;
}

/** What is called for each command about networks of tables, with checked options. */
export interface LogicActions {
  estimateLogic(file: string, options: EstimateLogicCommand): Promise<void>;
  emitLogic(file: string, options: EmitLogicCommand): Promise<void>;
  proveLogic(file: string, options: ProveCommand): Promise<void>;
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
      "numbers next to thresholds through the mapped netlist beside the reference of the model; every input of a core of up to 16 bits",
    )
    .argument("<file>", file);
  withProof(logic).action((path: string, options: ProveCommand) =>
    actions.proveLogic(path, options),
  );
}
