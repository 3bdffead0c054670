import { addFigures, exactFigure, type Figure, figureBetween, figureOf } from "../figure.ts";
import { dwnCores, dwnCoresSource } from "../published/dwn-cores.ts";
import { coreLuts, leaveOneOut, voteLuts } from "./core-luts.ts";
import type { LogicNetwork, LogicTable } from "./logic-network.ts";

/** What a logic network takes on an FPGA of LUTs with six inputs. */
export interface LogicPrice {
  /** Tables: one LUT for up to six inputs, two for seven, four for eight; none for a constant. */
  readonly tableLuts: Figure;
  /** Multiplexers that join the LUTs of one table (MUXF7, MUXF8). */
  readonly muxes: Figure;
  /** Tables, group sums and the choice of the greatest. */
  readonly core: Figure;
  readonly comparators: Figure;
  /** Comparators with a constant. Counted from their structure; no published figure was held against it. */
  readonly encoder: Figure;
  readonly total: Figure;
}

const rule =
  "a table of n ≤ 6 inputs is a LUT; each further input doubles it and adds multiplexers";
const byte = 8;

/** Prices before synthesis: the core by what is fitted to published ones, the encoder apart. */
export function priceLogic(network: LogicNetwork): LogicPrice {
  const { layers, groups } = network;
  const sizes = layers.flat().map(tableSize);
  const tableLuts = sizes.reduce((sum, { luts }) => sum + luts, 0);
  const muxes = sizes.reduce((sum, size) => sum + size.muxes, 0);
  const errors = leaveOneOut(dwnCores).map(Math.abs);
  const meanError = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const lastTables = layers.at(-1)?.length ?? network.encoder.length;
  const value = coreLuts({ tableLuts, lastTables, classes: groups }, voteLuts);
  const core = figureOf(value, meanError, { source: dwnCoresSource });
  const comparators = comparatorsOf(network);
  const count = comparators.reduce((sum, least) => sum + comparatorLuts(least), 0);
  const encoder = figureBetween([count / 2, count, 2 * count], {
    source:
      "a LUT for six bits of a number, and one for each five more, of a comparison with a constant",
  });
  return {
    tableLuts: exactFigure(tableLuts, rule),
    muxes: exactFigure(muxes, rule),
    core,
    comparators: exactFigure(comparators.length, "distinct pairs of a feature and a threshold"),
    encoder,
    total: addFigures([core, encoder]),
  };
}

function tableSize({ inputs, entries }: LogicTable): {
  readonly luts: number;
  readonly muxes: number;
} {
  if (entries.every((entry) => entry === entries[0])) return { luts: 0, muxes: 0 };
  const luts = 2 ** Math.max(0, inputs.length - 6);
  return { luts, muxes: luts - 1 };
}

/** Levels, counted from the lowest number, of the comparators that tables read. */
function comparatorsOf({ encoder, layers, isSigned }: LogicNetwork): readonly number[] {
  const read = new Set(layers[0]?.flatMap(({ inputs }) => inputs) ?? encoder.keys());
  const levels = new Map<string, number>();
  for (const bit of read) {
    const { feature, least } = encoder[bit];
    const level = least + (isSigned ? 2 ** (byte - 1) : 0);
    if (level > 0 && level < 2 ** byte) levels.set(`${feature} ${level}`, level);
  }
  return [...levels.values()];
}

/** Of a number with a constant: bits below its lowest one do not matter. */
function comparatorLuts(level: number): number {
  let bits = byte;
  for (let rest = level; rest % 2 === 0; rest /= 2) bits--;
  return bits === 1 ? 0 : Math.ceil((bits - 1) / 5);
}
