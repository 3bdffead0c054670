import type { Port } from "../netlist/module.ts";
import { type Net, one, zero } from "../netlist/net.ts";
import type { BlockMemory } from "./block-memory.ts";
import { expandCell } from "./expand-cell.ts";
import type { FlipFlop, MappedNetlist, TableCell } from "./mapped-netlist.ts";
import { type JsonBit, type JsonPort, readNetlistJson } from "./netlist-json.ts";

/**
 * A netlist that Yosys mapped and wrote as JSON, as tables, flip-flops and memories: look-up tables, wide multiplexers, carry chains, shift registers and
 * flip-flops of xc7, iCE40 and ECP5, block memories of iCE40, and gates. Undefined bits are 0; all clocks are one, its rising edge.
 *
 * @throws SyntaxError for what is no JSON; RangeError unless it has one module, for a cell of another type (memories of xc7 and ECP5 are), and for a
 *   combinational loop.
 */
export function parseNetlist(json: string): MappedNetlist {
  const module = readNetlistJson(json);
  const nets = new Map<JsonBit, Net>([
    ["0", zero],
    ["1", one],
    ["x", zero],
    ["z", zero],
  ]);
  let netCount = 2;
  const newNet = (): Net => netCount++;
  const netOf = (bit: JsonBit): Net => {
    const known = nets.get(bit);
    if (known !== undefined) return known;
    const net = newNet();
    nets.set(bit, net);
    return net;
  };
  const [tables, flipFlops, memories]: [TableCell[], FlipFlop[], BlockMemory[]] = [[], [], []];
  for (const cell of module.cells) expandCell(cell, { tables, flipFlops, memories, netOf, newNet });
  const port = ({ name, bits }: JsonPort): Port => ({ name, bus: bits.map(netOf) });
  const outputs = module.ports.filter(({ isInput }) => !isInput).map(port);
  const observed = [
    ...outputs.flatMap(({ bus }) => bus),
    ...flipFlops.flatMap(({ d, enable, reset }) => [d, enable, reset]),
    ...memories.flatMap(({ read, write }) => [
      ...[read.enable, ...read.address],
      ...[write.enable, ...write.address, ...write.data, ...write.mask],
    ]),
  ];
  return {
    name: module.name,
    inputs: module.ports.filter(({ isInput }) => isInput).map(port),
    outputs,
    tables: usedTables(orderTables(tables), observed),
    flipFlops,
    memories,
    netCount,
  };
}

/** Tables in an order in which each follows those that it reads: round by round of those whose inputs are there. */
function orderTables(tables: readonly TableCell[]): TableCell[] {
  const readers = new Map<Net, TableCell[]>();
  const missing = new Map<TableCell, number>();
  const driven = new Set(tables.map(({ y }) => y));
  for (const table of tables) {
    const waits = new Set(table.inputs.filter((net) => driven.has(net)));
    missing.set(table, waits.size);
    for (const net of waits) readers.set(net, [...(readers.get(net) ?? []), table]);
  }
  const ordered = tables.filter((table) => missing.get(table) === 0);
  for (const table of ordered) {
    for (const reader of readers.get(table.y) ?? []) {
      const left = (missing.get(reader) ?? 0) - 1;
      missing.set(reader, left);
      if (left === 0) ordered.push(reader);
    }
  }
  if (ordered.length < tables.length) {
    throw new RangeError("parseNetlist: json must have no combinational loop");
  }
  return ordered;
}

/** Those on which something observed depends: cells have outputs that go nowhere. */
function usedTables(ordered: readonly TableCell[], observed: readonly Net[]): TableCell[] {
  const used = new Set(observed);
  return ordered
    .toReversed()
    .filter(({ inputs, y }) => {
      if (!used.has(y)) return false;
      for (const net of inputs) used.add(net);
      return true;
    })
    .reverse();
}
