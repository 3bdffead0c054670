import type { Net } from "../netlist/net.ts";
import { one, zero } from "../netlist/net.ts";
import type { MappedNetlist, TableCell } from "./mapped-netlist.ts";
import type { Mutant } from "./mutants.ts";

export interface MutantQuestionOptions {
  /** Of the module. */
  readonly name: string;
  /** How many tables after the wrong one a difference must show, or at an output before: 0 is at the wrong table itself, `Infinity` at outputs alone.
   *  What shows at none shows nowhere. */
  readonly levels: number;
}

/**
 * Verilog of a module whose output `differs` is 1 for the inputs for which a mutant is not its netlist. Inputs are single bits, named by their nets;
 * what the wrong table does not reach is there once.
 */
export function mutantQuestion(
  netlist: MappedNetlist,
  { index, wrong }: Mutant,
  { name, levels }: MutantQuestionOptions,
): string {
  const { tables } = netlist;
  const reached = new Map<Net, number>([[wrong.y, 0]]);
  const outputs = new Set(netlist.outputs.flatMap(({ bus }) => bus));
  const compared = new Set<Net>(outputs.has(wrong.y) ? [wrong.y] : []);
  const wrongCells: TableCell[] = [wrong];
  for (const cell of tables.slice(index + 1)) {
    const differing = cell.inputs.filter((net) => reached.has(net));
    if (differing.length === 0) continue;
    const level = 1 + Math.max(...differing.map((net) => reached.get(net) ?? 0));
    if (level > levels) {
      for (const net of differing) compared.add(net);
      continue;
    }
    reached.set(cell.y, level);
    wrongCells.push(cell);
    if (outputs.has(cell.y)) compared.add(cell.y);
  }
  const needed = new Set<Net>([...compared, ...wrongCells.flatMap(({ inputs }) => inputs)]);
  const rightCells = tables
    .toReversed()
    .filter(({ inputs, y }) => {
      if (!needed.has(y)) return false;
      for (const net of inputs) needed.add(net);
      return true;
    })
    .reverse();
  const driven = new Set(rightCells.map(({ y }) => y));
  const free = [...needed].filter((net) => net !== zero && net !== one && !driven.has(net));
  const right = (net: Net): string => (net === zero ? "1'b0" : net === one ? "1'b1" : `n${net}`);
  const changed = (net: Net): string => (reached.has(net) ? `w${net}` : right(net));
  const wires = [
    ...rightCells.map((cell) => wire(cell, right, right)),
    ...wrongCells.map((cell) => wire(cell, changed, cell === wrong ? right : changed)),
  ];
  const difference = [...compared].map((net) => `(${right(net)} ^ ${changed(net)})`).join(" | ");
  const ports = [...free.map((net) => `input wire n${net}`), "output wire differs"];
  const body = [...wires, `assign differs = ${difference || "1'b0"};`].map((line) => `  ${line}\n`);
  return `module ${name} (${ports.join(", ")});\n${body.join("")}endmodule\n`;
}

function wire(
  { inputs, table, y }: TableCell,
  driven: (net: Net) => string,
  read: (net: Net) => string,
): string {
  return `wire ${driven(y)} = ${choice(inputs.map(read), table)};`;
}

/** A table as choices by its inputs, the last first; where it does not matter, none. */
function choice(inputs: readonly string[], table: readonly boolean[]): string {
  if (table.every((bit) => bit === table[0])) return table[0] ? "1'b1" : "1'b0";
  const half = table.length / 2;
  const [low, high] = [table.slice(0, half), table.slice(half)];
  const rest = inputs.slice(0, -1);
  if (low.every((bit, row) => bit === high[row])) return choice(rest, low);
  return `(${inputs[inputs.length - 1]} ? ${choice(rest, high)} : ${choice(rest, low)})`;
}
