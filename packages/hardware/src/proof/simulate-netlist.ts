import { one } from "../netlist/net.ts";
import type { Simulator } from "../netlist/simulate.ts";
import { simulatorOf } from "../netlist/simulator-of.ts";
import { blockMemoryState } from "./block-memory.ts";
import { evaluateTable, rowsOf } from "./evaluate-table.ts";
import type { MappedNetlist } from "./mapped-netlist.ts";

/** What is done with the values of all nets, a word of 32 copies each. */
export type ObserveNets = (values: Readonly<Uint32Array>) => void;

/** Runs a mapped netlist as {@link simulate} runs a module, from flip-flops that are 0 and what memories hold at first.
 *  @param observe  Called whenever nets have settled after inputs or flip-flops changed. */
export function simulateNetlist(netlist: MappedNetlist, observe?: ObserveNets): Simulator {
  const values = new Uint32Array(netlist.netCount);
  values[one] = 0xffffffff;
  const next = new Uint32Array(netlist.flipFlops.length);
  const rows = rowsOf(netlist.tables);
  const memories = netlist.memories.map((memory) => blockMemoryState(memory, values));
  const { inputs, outputs } = netlist;
  return simulatorOf({
    ...{ inputs, outputs, values },
    settle: () => {
      for (const table of netlist.tables) values[table.y] = evaluateTable(table, values, rows);
      observe?.(values);
    },
    clock: () => {
      for (const memory of memories) memory.sample();
      netlist.flipFlops.forEach((flipFlop, i) => {
        const [enable, q] = [values[flipFlop.enable], values[flipFlop.q]];
        const reset = values[flipFlop.reset] & (flipFlop.isResetGated ? enable : 0xffffffff);
        const loaded = (enable & values[flipFlop.d]) | (~enable & q);
        next[i] = flipFlop.resetValue ? loaded | reset : loaded & ~reset;
      });
      netlist.flipFlops.forEach(({ q }, i) => {
        values[q] = next[i];
      });
      for (const memory of memories) memory.update();
    },
  });
}
