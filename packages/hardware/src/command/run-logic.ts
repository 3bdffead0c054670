import { ruledTable } from "@bnnkit/model";
import { logicCircuit } from "../logic/logic-circuit.ts";
import { type LogicPlan, planLogic } from "../logic/plan-logic.ts";
import { type LogicPrice, priceLogic } from "../logic/price-logic.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { writeFigure } from "../report/write-number.ts";
import { UsageError } from "./exit-code.ts";
import type { LogicActions } from "./logic-commands.ts";
import { proveLogic } from "./prove-logic.ts";
import { readPacked } from "./read-models.ts";
import type { Surroundings } from "./surroundings.ts";

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
    proveLogic: async (file, options) => proveLogic(await readPlan(file), options, surroundings),
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
