import { printVerilog } from "../netlist/print-verilog.ts";
import { checkBehaviour } from "../proof/check-behaviour.ts";
import { parseNetlist } from "../proof/parse-netlist.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";
import { proveMapping } from "../synthesis/prove-equivalent.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import { isAsic } from "../synthesis/target.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { ProveCommand } from "./model-commands.ts";
import { readConfig } from "./read-configs.ts";
import type { Surroundings } from "./surroundings.ts";

/** Vectors through what a unit is mapped to, and on an FPGA a proof that it is its Verilog.
 *  @throws Error where they differ. */
export async function proveUnit(
  text: string,
  { target: targets, vectors, timeout }: ProveCommand,
  { output, signal, synthesizer = synthesize }: Surroundings,
): Promise<void> {
  const unit = generateUnit(await readConfig(text));
  const verilog = printVerilog(unit.module);
  const limits = { signal, timeout: 1000 * timeout };
  for (const target of targets) {
    const { netlist } = await synthesizer(verilog, { target, ...limits });
    const circuit = simulateNetlist(parseNetlist(netlist));
    const checked = checkBehaviour(circuit, unit, { vectors });
    if (checked.mismatch !== undefined)
      throw new Error(`${target}: wrong at ${JSON.stringify(checked.mismatch)}`);
    output(`${target}: ${checked.vectors} vectors through the mapped netlist, all right\n`);
    if (isAsic(target)) continue;
    const { isProved, log } = await proveMapping(verilog, target, limits);
    if (!isProved) throw new Error(`${target}: the netlist is not its Verilog\n${log}`);
    output(`${target}: the netlist is its Verilog, proved by induction\n`);
  }
}
