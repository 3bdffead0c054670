import { type Bus, type Net, one, unsignedWidth, zero } from "../netlist/net.ts";
import type { MappedNetlist, TableCell } from "../proof/mapped-netlist.ts";
import { bitsOfNumber, type Comparator, type LogicNumber } from "./comparators.ts";
import type { LogicFilters } from "./logic-filters.ts";
import { readBits } from "./logic-votes.ts";
import type { LogicPlan } from "./plan-logic.ts";

/** The type of the cells that are tables of the model. */
export const modelTable = "table";

/**
 * A network of tables as it stands in its model: each table one cell, whatever it has of inputs, behind comparators of AND and OR, before
 * full adders. Ports `x` and `counts` are those of `logicCircuit`; nothing is simplified, so that every table can be made wrong.
 */
export function logicNetlist(plan: LogicPlan): MappedNetlist {
  const { features, number, core, groups } = plan;
  const cells = new Cells();
  const x = Array.from({ length: features * bitsOfNumber(number) }, () => cells.newNet());
  const bits = encoderBits(cells, plan, x);
  const hits = Array.from({ length: groups }, (): Net[] => []);
  if (core.kind === "filters") {
    for (const [p, part] of core.parts.entries()) addFilters(cells, part, bits, p, hits);
  } else {
    const last = core.layers.reduce(
      (values: Bus, tables, l) =>
        tables.map(({ inputs, entries }, t) =>
          cells.table(
            `layer ${l}, table ${t}`,
            inputs.map((bit) => values[bit]),
            entries,
          ),
        ),
      bits,
    );
    last.forEach((net, i) => void hits[Math.floor((i * groups) / last.length)].push(net));
  }
  const width = unsignedWidth(Math.max(...hits.map(({ length }) => length)));
  const counts = hits.flatMap((bus) => countOf(cells, bus, width));
  return {
    name: "logic_network",
    inputs: [{ name: "x", bus: x }],
    outputs: [{ name: "counts", bus: counts }],
    ...{ tables: cells.tables, flipFlops: [], memories: [], netCount: cells.netCount },
  };
}

/** Cells so far, each after those that it reads. */
class Cells {
  readonly tables: TableCell[] = [];
  netCount = 2;

  newNet(): Net {
    return this.netCount++;
  }

  table(cell: string, inputs: Bus, entries: readonly number[]): Net {
    return this.#add(cell, modelTable, inputs, entries);
  }

  gate(type: "and" | "or" | "xor" | "majority", inputs: Bus): Net {
    return this.#add(type, type, inputs, gateEntries[type](inputs.length));
  }

  #add(cell: string, type: string, inputs: Bus, entries: readonly number[]): Net {
    const y = this.newNet();
    this.tables.push({ cell, type, inputs, table: entries.map((entry) => entry === 1), y });
    return y;
  }
}

const entriesBy =
  (value: (ones: number, inputs: number) => boolean) =>
  (inputs: number): number[] =>
    Array.from({ length: 2 ** inputs }, (_, row) => {
      const ones = [...row.toString(2)].filter((digit) => digit === "1").length;
      return value(ones, inputs) ? 1 : 0;
    });

const gateEntries = {
  and: entriesBy((ones, inputs) => ones === inputs),
  or: entriesBy((ones) => ones > 0),
  xor: entriesBy((ones) => ones % 2 === 1),
  majority: entriesBy((ones) => ones > 1),
};

function encoderBits(cells: Cells, plan: LogicPlan, x: Bus): Bus {
  const { encoder, number } = plan;
  const [width, read] = [bitsOfNumber(number), readBits(plan)];
  const [ordered, known] = [new Map<number, Bus>(), new Map<string, Net>()];
  const bitOf = ({ feature, level }: Comparator): Net => {
    const key = `${feature} ${level}`;
    const bus =
      ordered.get(feature) ??
      orderedBits(cells, x.slice(feature * width, (feature + 1) * width), number);
    ordered.set(feature, bus);
    const net = known.get(key) ?? atLeast(cells, bus, level);
    known.set(key, net);
    return net;
  };
  return encoder.map((of, i) => (read.has(i) ? bitOf(of) : zero));
}

/** The place of a number in the order of all of its kind. */
function orderedBits(cells: Cells, bits: Bus, number: LogicNumber): Bus {
  if (number === "uint8") return bits;
  const [sign, rest] = [bits[bits.length - 1], bits.slice(0, -1)];
  const low = number === "int8" ? rest : rest.map((bit) => cells.gate("xor", [bit, sign]));
  return [...low, cells.gate("xor", [sign, one])];
}

/** Whether a number is at least a level: from its lowest bit up, a bit must be set where the level's is, and is enough where it is not. */
function atLeast(cells: Cells, bits: Bus, level: number): Net {
  if (level <= 0) return one;
  if (level >= 2 ** bits.length) return zero;
  return bits.reduce((isAtLeast: Net, bit, i) => {
    const isSet = Math.floor(level / 2 ** i) % 2 === 1;
    if (isAtLeast === one) return isSet ? bit : one;
    return cells.gate(isSet ? "and" : "or", [bit, isAtLeast]);
  }, one);
}

function addFilters(
  cells: Cells,
  { tuples, taps, filters }: LogicFilters,
  bits: Bus,
  part: number,
  hits: readonly Net[][],
): void {
  const addresses = tuples.map((tuple) =>
    taps.map((digits) =>
      digits.map((places): Net => {
        const nets = places.map((place) => (tuple[place] < 0 ? zero : bits[tuple[place]]));
        return nets.reduce((sum, net) => cells.gate("xor", [sum, net]), zero);
      }),
    ),
  );
  for (const [f, { group, tuple, entries }] of filters.entries()) {
    const known = addresses[tuple].map((address, hash) =>
      cells.table(`part ${part}, filter ${f}, hash ${hash}`, address, entries),
    );
    hits[group].push(known.reduce((all, bit) => cells.gate("and", [all, bit])));
  }
}

/** How many bits are set: three of a weight become one of it and one of twice as much. */
function countOf(cells: Cells, bits: Bus, width: number): Bus {
  const columns = Array.from({ length: width + 1 }, (_, i): Net[] => (i === 0 ? [...bits] : []));
  return columns.slice(0, width).map((column, weight) => {
    for (let at = 0; column.length - at > 1; at += 3) {
      const three = column.slice(at, at + 3);
      column.push(cells.gate("xor", three));
      columns[weight + 1].push(cells.gate(three.length === 2 ? "and" : "majority", three));
      if (three.length === 2) at--;
    }
    return column.at(-1) ?? zero;
  });
}
