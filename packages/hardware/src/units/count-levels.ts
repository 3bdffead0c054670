import type { ModuleBuilder } from "../netlist/module-builder.ts";
import type { Bus } from "../netlist/net.ts";
import type { StreamNumber } from "../network/stream.ts";
import { Pipeline } from "./pipeline.ts";
import { sumColumns } from "./sum-columns.ts";

/** The level of a number by the thresholds that it reaches, a bit each; of a negative scale those that it does not reach are counted. */
export function countLevels(m: ModuleBuilder, reached: Bus, output: StreamNumber): Bus {
  const counted = output.scale < 0 ? m.not(reached) : reached;
  if (reached.length === 1) return counted;
  const pipeline = new Pipeline(m, 0);
  return sumColumns(m, [counted], { style: "compressor", pipeline, width: output.bits });
}
