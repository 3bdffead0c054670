import { ofTask } from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, one, unsignedWidth, zero } from "../netlist/net.ts";
import { Pipeline } from "../units/pipeline.ts";
import { portBits, signedNumbers, unsignedNumbers } from "../units/port-numbers.ts";
import { sumColumns } from "../units/sum-columns.ts";
import type { PortBits, Unit } from "../units/unit.ts";
import {
  type Comparator,
  type LogicNetwork,
  type LogicTable,
  logicVotes,
} from "./logic-network.ts";

export interface LogicCircuitOptions {
  /** Without it the circuit is the core alone: port `bits` in place of `x`. Default true. */
  readonly encoder?: boolean;
}

const byte = 8;

/**
 * A logic network as a circuit without registers: port `x` has a byte for each feature; output `counts` the votes of class after class,
 * `class` the first of the greatest.
 *
 * Comparators are shared between equal bits, and only what a table reads is built. Its behaviour is the packed model's, by the
 * reference interpreter.
 */
export function logicCircuit(network: LogicNetwork, options: LogicCircuitOptions = {}): Unit {
  const { encoder: hasEncoder = true } = options;
  const { encoder, layers, groups } = network;
  const m = new ModuleBuilder("logic_network");
  const bits = hasEncoder ? encoderBits(m, network) : m.input("bits", encoder.length);
  const last = layers.reduce((values, tables) => layer(m, values, tables), bits);
  const size = last.length / groups;
  const width = unsignedWidth(size);
  const pipeline = new Pipeline(m, 0);
  const counts = m.part("votes", () =>
    Array.from({ length: groups }, (_, g) =>
      sumColumns(m, [last.slice(g * size, (g + 1) * size)], {
        ...{ style: "compressor", pipeline, width },
      }),
    ),
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
    behaviour: (inputs) => outputsOf(network, votesOf(network, inputs, hasEncoder), width),
  };
}

function encoderBits(m: ModuleBuilder, { encoder, layers, features, isSigned }: LogicNetwork): Bus {
  const x = m.input("x", features * byte);
  const read = new Set(layers[0]?.flatMap(({ inputs }) => inputs) ?? encoder.keys());
  const known = new Map<string, Net>();
  const bitOf = ({ feature, least }: Comparator): Net => {
    const lowest = isSigned ? -(2 ** (byte - 1)) : 0;
    const level = least - lowest;
    if (level <= 0) return one;
    if (level >= 2 ** byte) return zero;
    const key = `${feature} ${level}`;
    const number = x.slice(feature * byte, (feature + 1) * byte);
    // Numbers in two's complement plus 2^7 are unsigned ones in the same order.
    const ordered = isSigned ? [...number.slice(0, -1), ...m.not(number.slice(-1))] : number;
    const net = known.get(key) ?? m.atLeast(ordered, constantBus(level, byte));
    known.set(key, net);
    return net;
  };
  return m.part("encoder", () => encoder.map((of, i) => (read.has(i) ? bitOf(of) : zero)));
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

function votesOf(network: LogicNetwork, inputs: PortBits, hasEncoder: boolean): readonly number[] {
  if (!hasEncoder) return logicVotes(network, inputs.bits);
  const { model, isSigned } = network;
  const { graph } = ofTask("logicCircuit", model.description, "classification");
  const [input] = graph.inputs;
  const numbers = (isSigned ? signedNumbers : unsignedNumbers)(inputs.x, byte);
  const columns = input.kind === "map" ? input.features : 1;
  const x = matrix(numbers.length / columns, columns, (row, k) => numbers[row * columns + k]);
  return [...evaluateGraph(model, graph, new Map([[input.name, x]])).data];
}

function outputsOf({ groups }: LogicNetwork, votes: readonly number[], width: number): PortBits {
  const counts = Uint8Array.from(votes.flatMap((count) => [...portBits(count, width)]));
  if (groups === 1) return { counts };
  const best = votes.indexOf(Math.max(...votes));
  return { counts, class: portBits(best, unsignedWidth(groups - 1)) };
}
