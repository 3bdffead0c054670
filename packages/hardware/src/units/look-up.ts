import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { unsignedWidth } from "../netlist/net.ts";
import { checkBits } from "./check-bits.ts";
import { drawnBits } from "./drawn-bits.ts";
import { Pipeline } from "./pipeline.ts";
import { portBits, unsignedNumbers } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { LookUpConfig } from "./unit-config.ts";

/**
 * RAM nodes whose answers are counted: port `a` has the address bits of node after node; output `count`.
 *
 * @throws RangeError for no node, for address bits outside 1 … 16, and for tables of another size.
 */
export function lookUp(config: LookUpConfig, constants: UnitConstants = {}): Unit {
  const { nodes, addressBits, style } = config;
  checkPositiveInteger("lookUp", "nodes", nodes);
  checkIntegerBetween("lookUp", "addressBits", addressBits, 1, 16);
  const words = 2 ** addressBits;
  const tables = constants.tables ?? drawnBits(nodes * words);
  checkBits("lookUp", "tables", tables, nodes * words);
  const width = unsignedWidth(nodes);

  const m = new ModuleBuilder("look_up");
  const pipeline = new Pipeline(m, config.pipeline);
  const a = m.input("a", nodes * addressBits);
  const answers = m.part("tables", () =>
    Array.from({ length: nodes }, (_, node) => {
      const contents = Array.from(tables.slice(node * words, (node + 1) * words), BigInt);
      const address = a.slice(node * addressBits, (node + 1) * addressBits);
      return m.rom(contents, 1, address, { isSynchronous: false })[0];
    }),
  );
  m.output(
    "count",
    m.part("popcount", () => sumColumns(m, [answers], { style, pipeline, width })),
  );
  return {
    module: m.build(),
    latency: pipeline.latency,
    held: [],
    behaviour: (inputs: PortBits): PortBits => {
      const addresses = unsignedNumbers(inputs.a, addressBits);
      const count = addresses.reduce((sum, word, node) => sum + tables[node * words + word], 0);
      return { count: portBits(count, width) };
    },
  };
}
