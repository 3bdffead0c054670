import type { Module } from "../netlist/module.ts";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { buildStage, type PlannedStage } from "./stage-config.ts";
import type { Stream } from "./stream.ts";

/**
 * Stages in a row as one module with the ports of a stream at each end: `in_data`, `in_valid` and output `in_ready`; outputs
 * `out_data`, `out_valid` and input `out_ready`.
 *
 * A beat passes at a clock edge where valid and ready are both 1.
 *
 * @throws RangeError for a stage that cannot be built.
 */
export function streamModule(
  name: string,
  inputBits: number,
  stages: readonly PlannedStage[],
): Module {
  const m = new ModuleBuilder(name);
  let stream: Stream = { data: m.input("in_data", inputBits), valid: m.input("in_valid", 1)[0] };
  const built = stages.map((planned) => {
    const stage = m.part(planned.name, () => buildStage(m, stream, planned));
    stream = stage.output;
    return { planned, stage };
  });
  let [ready] = m.input("out_ready", 1);
  for (const { planned, stage } of built.toReversed()) {
    ready = m.part(planned.name, () => stage.connect(ready));
  }
  m.output("in_ready", [ready]);
  m.output("out_data", stream.data);
  m.output("out_valid", [stream.valid]);
  return m.build();
}
