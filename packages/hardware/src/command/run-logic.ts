import { ruledTable } from "@bnnkit/model";
import { logicCircuit } from "../logic/logic-circuit.ts";
import { nearThresholds } from "../logic/near-thresholds.ts";
import { type LogicPlan, planLogic } from "../logic/plan-logic.ts";
import { type LogicPrice, priceLogic } from "../logic/price-logic.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { type CheckedBehaviour, checkBehaviour } from "../proof/check-behaviour.ts";
import { checkEveryInput } from "../proof/check-every-input.ts";
import { parseNetlist } from "../proof/parse-netlist.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";
import { writeFigure } from "../report/write-number.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import { UsageError } from "./exit-code.ts";
import type { LogicActions } from "./logic-commands.ts";
import type { ProveCommand } from "./model-commands.ts";
import { readPacked } from "./read-models.ts";
import type { Surroundings } from "./surroundings.ts";

/** Bits of a core that is proved for every input. */
const exhaustiveBits = 16;

/** What the commands about networks of tables do. */
export function logicActions(surroundings: Surroundings): LogicActions {
  const { output } = surroundings;
  return {
    async estimateLogic(file, { json }) {
      const price = priceLogic(await readPlan(file));
      output(json ? `${JSON.stringify(price, null, 1)}\n` : formatPrice(price));
    },
    async emitLogic(file, { core }) {
      output(printVerilog(logicCircuit(await readPlan(file), { encoder: !core }).module));
    },
    proveLogic: (file, options) => proveLogic(file, options, surroundings),
  };
}

/** @throws UsageError for a model that is no such circuit, one without its encoder among them. */
async function readPlan(file: string): Promise<LogicPlan> {
  const model = await readPacked(file);
  try {
    return planLogic(model);
  } catch (problem) {
    if (problem instanceof RangeError) throw new UsageError(`${file}: ${problem.message}`);
    throw problem;
  }
}

/** @throws Error where netlist and model differ. */
async function proveLogic(
  file: string,
  { target: targets, vectors, timeout }: ProveCommand,
  { output, signal, synthesizer = synthesize }: Surroundings,
): Promise<void> {
  const plan = await readPlan(file);
  const isSmall = plan.encoder.length <= exhaustiveBits;
  const limits = { signal, timeout: 1000 * timeout };
  for (const target of targets) {
    for (const encoder of isSmall ? [true, false] : [true]) {
      const unit = logicCircuit(plan, { encoder });
      const { netlist } = await synthesizer(printVerilog(unit.module), { target, ...limits });
      const circuit = simulateNetlist(parseNetlist(netlist));
      const checked: CheckedBehaviour = encoder
        ? checkBehaviour(circuit, unit, { vectors, draw: nearThresholds(plan) })
        : checkEveryInput(circuit, unit);
      if (checked.mismatch !== undefined)
        throw new Error(`${target}: wrong at ${JSON.stringify(checked.mismatch)}`);
      const what = encoder
        ? `${checked.vectors} samples through the mapped netlist`
        : `all ${checked.vectors} inputs of the core`;
      output(`${target}: ${what}, all as the model says\n`);
    }
  }
}

function formatPrice({ tableLuts, muxes, core, comparators, encoder, total }: LogicPrice): string {
  const rows = [
    ["what", "LUTs"],
    ["tables", writeFigure(tableLuts)],
    ["core: tables, votes, the greatest", writeFigure(core)],
    [`encoder: ${writeFigure(comparators)} comparators`, writeFigure(encoder)],
    ["total", writeFigure(total)],
  ];
  return `${ruledTable(rows, [1]).join("\n")}\nmultiplexers that join LUTs of a table: ${writeFigure(muxes)}\n`;
}
