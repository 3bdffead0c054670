import { ofTask } from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, one, unsignedWidth, zero } from "../netlist/net.ts";
import { Pipeline } from "../units/pipeline.ts";
import { portBits, unsignedNumbers } from "../units/port-numbers.ts";
import { sumColumns } from "../units/sum-columns.ts";
import type { PortBits, Unit } from "../units/unit.ts";
import { bitsOfNumber, type Comparator, type LogicNumber, numberOf } from "./comparators.ts";
import { filterHits } from "./filter-circuit.ts";
import { logicVotes, readBits } from "./logic-votes.ts";
import type { LogicCore, LogicPlan, LogicTable } from "./plan-logic.ts";

export interface LogicCircuitOptions {
  /** Without it the circuit is the core alone: port `bits` in place of `x`. Default true. */
  readonly encoder?: boolean;
}

/**
 * A network of tables as a circuit without registers: port `x` has a byte or a float32 for each feature; output `counts` the votes of
 * class after class, `class` the first of the greatest.
 *
 * Comparators are shared between equal bits, and only what a table reads is built. Its behaviour is the packed model's, by the
 * reference interpreter; a NaN is at least every threshold, and one whose sign is set below all.
 */
export function logicCircuit(plan: LogicPlan, options: LogicCircuitOptions = {}): Unit {
  const { encoder: hasEncoder = true } = options;
  const { encoder, core, groups } = plan;
  const m = new ModuleBuilder("logic_network");
  const bits = hasEncoder ? encoderBits(m, plan) : m.input("bits", encoder.length);
  const hits = hitsOf(m, core, bits, groups);
  const width = unsignedWidth(Math.max(...hits.map(({ length }) => length)));
  const pipeline = new Pipeline(m, 0);
  const counts = m.part("votes", () =>
    hits.map((bus) => sumColumns(m, [bus], { style: "compressor", pipeline, width })),
  );
  m.output("counts", counts.flat());
  if (groups > 1)
    m.output(
      "class",
      m.part("argmax", () => greatest(m, counts)),
    );
  return {
    module: m.build(),
    latency: 0,
    held: [],
    behaviour: (inputs) => outputsOf(plan, votesOf(plan, inputs, hasEncoder), width),
  };
}

/** The bits that are counted for each class. */
function hitsOf(m: ModuleBuilder, core: LogicCore, bits: Bus, groups: number): readonly Bus[] {
  if (core.kind === "filters") {
    const hits = Array.from({ length: groups }, (): Net[] => []);
    for (const part of core.parts) {
      const known = m.part("tables", () => filterHits(m, part, bits));
      known.forEach((net, i) => void hits[part.filters[i].group].push(net));
    }
    return hits;
  }
  const last = core.layers.reduce((values, tables) => layer(m, values, tables), bits);
  const size = last.length / groups;
  return Array.from({ length: groups }, (_, g) => last.slice(g * size, (g + 1) * size));
}

function encoderBits(m: ModuleBuilder, plan: LogicPlan): Bus {
  const { encoder, features, number } = plan;
  const width = bitsOfNumber(number);
  const x = m.input("x", features * width);
  const read = readBits(plan);
  const [ordered, known] = [new Map<number, Bus>(), new Map<string, Net>()];
  const orderedAt = (feature: number): Bus => {
    const bus =
      ordered.get(feature) ??
      orderedBits(m, x.slice(feature * width, (feature + 1) * width), number);
    ordered.set(feature, bus);
    return bus;
  };
  const bitOf = ({ feature, level }: Comparator): Net => {
    if (level <= 0) return one;
    if (level >= 2 ** width) return zero;
    const key = `${feature} ${level}`;
    const net = known.get(key) ?? m.atLeast(orderedAt(feature), constantBus(BigInt(level), width));
    known.set(key, net);
    return net;
  };
  return m.part("encoder", () => encoder.map((of, i) => (read.has(i) ? bitOf(of) : zero)));
}

/** Unsigned numbers in the order of those that stand in a port: a sign bit is turned round, and with it what is below that of a
 *  float32 which is set. */
function orderedBits(m: ModuleBuilder, bits: Bus, number: LogicNumber): Bus {
  if (number === "uint8") return bits;
  const [sign, rest] = [bits[bits.length - 1], bits.slice(0, -1)];
  const magnitude = number === "int8" ? rest : m.xor(rest, Array<Net>(rest.length).fill(sign));
  return [...magnitude, ...m.not([sign])];
}

function layer(m: ModuleBuilder, values: Bus, tables: readonly LogicTable[]): Bus {
  return m.part("tables", () =>
    tables.map(({ inputs, entries }) => {
      if (entries.every((entry) => entry === entries[0])) return entries[0] === 1 ? one : zero;
      const address = inputs.map((bit) => values[bit]);
      return m.rom(entries.map(BigInt), 1, address, { isSynchronous: false })[0];
    }),
  );
}

/** The index of the first of the greatest numbers. */
function greatest(m: ModuleBuilder, numbers: readonly Bus[]): Bus {
  const width = unsignedWidth(numbers.length - 1);
  let best = numbers[0];
  let index: Bus = constantBus(0, width);
  numbers.slice(1).forEach((number, i) => {
    const [isGreater] = m.not([m.atLeast(best, number)]);
    best = m.mux(isGreater, number, best);
    index = m.mux(isGreater, constantBus(i + 1, width), index);
  });
  return index;
}

function votesOf(plan: LogicPlan, inputs: PortBits, hasEncoder: boolean): readonly number[] {
  if (!hasEncoder) return logicVotes(plan, inputs.bits);
  const { model, number } = plan;
  const { graph } = ofTask("logicCircuit", model.description, "classification");
  const [input] = graph.inputs;
  const stored = unsignedNumbers(inputs.x, bitsOfNumber(number));
  const numbers = stored.map((bits) => numberOf(number, bits));
  const columns = input.kind === "map" ? input.features : 1;
  const x = matrix(numbers.length / columns, columns, (row, k) => numbers[row * columns + k]);
  return [...evaluateGraph(model, graph, new Map([[input.name, x]])).data];
}

function outputsOf({ groups }: LogicPlan, votes: readonly number[], width: number): PortBits {
  const counts = Uint8Array.from(votes.flatMap((count) => [...portBits(count, width)]));
  if (groups === 1) return { counts };
  const best = votes.indexOf(Math.max(...votes));
  return { counts, class: portBits(best, unsignedWidth(groups - 1)) };
}
