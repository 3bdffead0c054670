import { type Command, Option } from "commander";
import { nonNegative, preset } from "../options.ts";

/** Adds what every run over epochs takes: how it is run, what the model file says, how it stops.
 *  @param nameDefault  what the model is called where `--name` is not said */
export function addRunOptions(
  command: Command,
  defaults: { readonly nativeMatMul: boolean | "auto"; readonly checkpointMinutes: number },
  nameDefault: string,
): Command {
  return command
    .addOption(
      new Option(
        "--native-matmul <when>",
        preset("onnxruntime-node's matrix product", `${defaults.nativeMatMul}`),
      ).choices(["auto", "on", "off"]),
    )
    .option(
      "--checkpoint-minutes <minutes>",
      preset("time between checkpoints", defaults.checkpointMinutes),
      nonNegative,
    )
    .option("--name <name>", `name of the model (default: ${nameDefault})`)
    .option("--licence <text>", "licence of the weights")
    .option("--source <text>", "origin of the weights")
    .option("--stop-after-minutes <minutes>", "stop with a checkpoint after this time", nonNegative)
    .option("--json", "print one JSON object at the end");
}
