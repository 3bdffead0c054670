import { addFigures, exactFigure, type Figure, figureBetween, figureOf } from "../figure.ts";
import { dwnCores, dwnCoresSource } from "../published/dwn-cores.ts";
import { bitsOfNumber } from "./comparators.ts";
import { coreLuts, leaveOneOut, voteLuts } from "./core-luts.ts";
import type { LogicFilters } from "./logic-filters.ts";
import { readBits } from "./logic-votes.ts";
import type { LogicCore, LogicPlan } from "./plan-logic.ts";

/** What a network of tables takes on an FPGA of LUTs with six inputs. */
export interface LogicPrice {
  /** Tables: one LUT for up to six inputs, two for seven, four for eight; none for a constant. A filter has a table for each hash, and
   *  the LUTs of hashes and of their AND. */
  readonly tableLuts: Figure;
  /** Multiplexers that join the LUTs of one table (MUXF7, MUXF8); beyond eight inputs they are LUTs, which are in `tableLuts`. */
  readonly muxes: Figure;
  /** Tables, sums of votes and the choice of the greatest. */
  readonly core: Figure;
  readonly comparators: Figure;
  /** Comparators with a constant. Counted from their structure; no published figure was held against it. */
  readonly encoder: Figure;
  readonly total: Figure;
}

const rule =
  "a table of n ≤ 6 inputs is a LUT; each further input doubles it and adds multiplexers";

/** Prices before synthesis: the core by what is fitted to published ones, the encoder apart. */
export function priceLogic(plan: LogicPlan): LogicPrice {
  const { core: tables, groups } = plan;
  const { luts, muxes, lastTables } = coreSize(tables, plan.encoder.length);
  const errors = leaveOneOut(dwnCores).map(Math.abs);
  const meanError = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const value = coreLuts({ tableLuts: luts, lastTables, classes: groups }, voteLuts);
  const core = figureOf(value, meanError, { source: dwnCoresSource });
  const levels = comparatorLevels(plan);
  const width = bitsOfNumber(plan.number);
  const count = levels.reduce((sum, level) => sum + comparatorLuts(level, width), 0);
  const encoder = figureBetween([count / 2, count, 2 * count], {
    source:
      "a LUT for six bits of a number, and one for each five more, of a comparison with a constant",
  });
  return {
    tableLuts: exactFigure(luts, rule),
    muxes: exactFigure(muxes, rule),
    core,
    comparators: exactFigure(levels.length, "distinct pairs of a feature and a threshold"),
    encoder,
    total: addFigures([core, encoder]),
  };
}

interface TableSize {
  readonly luts: number;
  readonly muxes: number;
}

/** LUTs and multiplexers of a core without its votes, and the bits that those count. */
export function coreSize(
  core: LogicCore,
  bits: number,
): TableSize & { readonly lastTables: number } {
  if (core.kind === "filters") {
    const sizes = core.parts.map(filtersSize);
    const lastTables = core.parts.reduce((sum, { filters }) => sum + filters.length, 0);
    return { ...addSizes(sizes), lastTables };
  }
  const sizes = core.layers.flat().map(({ inputs, entries }) => tableSize(inputs.length, entries));
  return { ...addSizes(sizes), lastTables: core.layers.at(-1)?.length ?? bits };
}

function addSizes(sizes: readonly TableSize[]): TableSize {
  return {
    luts: sizes.reduce((sum, { luts }) => sum + luts, 0),
    muxes: sizes.reduce((sum, { muxes }) => sum + muxes, 0),
  };
}

/** A filter reads its table once for each hash; digits of addresses are made once for all that share a tuple. */
function filtersSize({ tuples, taps, filters }: LogicFilters): TableSize {
  const hashing = taps.flat().map((places) => lutsOf(places.length, 1));
  const perTuple = hashing.reduce((sum, luts) => sum + luts, 0);
  const digits = taps[0]?.length ?? 0;
  const sizes = filters.map(({ entries }): TableSize => {
    const { luts, muxes } = tableSize(digits, entries);
    const ands = luts === 0 ? 0 : lutsOf(taps.length, 1);
    return { luts: taps.length * luts + ands, muxes: taps.length * muxes };
  });
  return addSizes([...sizes, { luts: tuples.length * perTuple, muxes: 0 }]);
}

/** LUTs of a function that is made of one of six inputs and of five more each, none of so many inputs. */
function lutsOf(inputs: number, free: number): number {
  return inputs <= free ? 0 : Math.ceil((inputs - 1) / 5);
}

function tableSize(inputs: number, entries: readonly number[]): TableSize {
  if (entries.every((entry) => entry === entries[0])) return { luts: 0, muxes: 0 };
  const leaves = 2 ** Math.max(0, inputs - 6);
  if (leaves <= 4) return { luts: leaves, muxes: leaves - 1 };
  // Four LUTs with their multiplexers are one of eight inputs; a LUT chooses between four of those.
  const blocks = leaves / 4;
  return { luts: leaves + Math.ceil((blocks - 1) / 3), muxes: 3 * blocks };
}

/** Levels, counted from the lowest number, of the comparators that tables read. */
function comparatorLevels(plan: LogicPlan): readonly number[] {
  const levels = new Map<string, number>();
  for (const bit of readBits(plan)) {
    const { feature, level } = plan.encoder[bit];
    if (level > 0 && level < 2 ** bitsOfNumber(plan.number))
      levels.set(`${feature} ${level}`, level);
  }
  return [...levels.values()];
}

/** Of a number with a constant: bits below its lowest one do not matter. */
function comparatorLuts(level: number, width: number): number {
  let bits = width;
  for (let rest = level; rest % 2 === 0; rest /= 2) bits--;
  return lutsOf(bits, 1);
}
