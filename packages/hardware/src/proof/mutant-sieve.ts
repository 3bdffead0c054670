import type { Net } from "../netlist/net.ts";
import type { PortWords } from "./drawn-vectors.ts";
import { evaluateTable, rowsOf } from "./evaluate-table.ts";
import type { MappedNetlist } from "./mapped-netlist.ts";
import type { Mutant } from "./mutants.ts";
import { simulateNetlist } from "./simulate-netlist.ts";

/** Mutants of a netlist that no vector has told from it so far. */
export interface MutantSieve {
  /** Runs 32 vectors through the netlist and all that are left; those with another output are caught. */
  pass(inputs: PortWords): void;
  left(): readonly Mutant[];
}

/** Sieves mutants by vectors, 32 at a time. Of each only what its wrong table reaches is evaluated, as far as values differ.
 *  @throws RangeError for a netlist with flip-flops or memories. */
export function mutantSieve(netlist: MappedNetlist, candidates: Iterable<Mutant>): MutantSieve {
  const { tables, inputs, outputs, flipFlops, memories } = netlist;
  if (flipFlops.length + memories.length > 0) {
    throw new RangeError(
      `mutantSieve: netlist must have neither flip-flops nor memories, got ${flipFlops.length} and ${memories.length}`,
    );
  }
  const right = new Uint32Array(netlist.netCount);
  const wrong = new Uint32Array(netlist.netCount);
  const simulator = simulateNetlist(netlist, (values) => right.set(values));
  const readers = readersOf(netlist);
  const observed = new Set(outputs.flatMap(({ bus }) => bus));
  const rows = rowsOf(tables);
  const isWaiting = new Uint8Array(tables.length);
  let left = [...candidates];

  /** Goes on from the wrong table through those that read what differs. */
  const isCaught = (mutant: Mutant): boolean => {
    const changed: Net[] = [];
    let isSeen = false;
    let last = mutant.index;
    isWaiting[last] = 1;
    for (let i = mutant.index; i <= last; i++) {
      if (isWaiting[i] === 0) continue;
      isWaiting[i] = 0;
      const cell = i === mutant.index ? mutant.wrong : tables[i];
      if (isSeen) continue;
      const value = evaluateTable(cell, wrong, rows);
      if (value === right[cell.y]) continue;
      wrong[cell.y] = value;
      changed.push(cell.y);
      isSeen = observed.has(cell.y);
      for (const reader of readers[cell.y] ?? []) {
        isWaiting[reader] = 1;
        last = Math.max(last, reader);
      }
    }
    for (const net of changed) wrong[net] = right[net];
    return isSeen;
  };

  return {
    pass(given) {
      for (const { name } of inputs) simulator.set(name, given[name]);
      simulator.get(outputs[0].name);
      wrong.set(right);
      left = left.filter((mutant) => !isCaught(mutant));
    },
    left: () => left,
  };
}

/** Indices of the tables that read each net. */
function readersOf({ tables, netCount }: MappedNetlist): readonly (readonly number[])[] {
  const readers = Array.from({ length: netCount }, (): number[] => []);
  for (const [i, { inputs }] of tables.entries()) {
    for (const net of new Set(inputs)) readers[net].push(i);
  }
  return readers;
}
