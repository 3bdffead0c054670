import { knownFilters } from "./logic-filters.ts";
import type { LogicPlan } from "./plan-logic.ts";

/** The votes of the classes, by the bits of the encoder. */
export function logicVotes({ core, groups }: LogicPlan, bits: ArrayLike<number>): number[] {
  const votes = new Array<number>(groups).fill(0);
  if (core.kind === "filters") {
    for (const part of core.parts) {
      knownFilters(part, bits).forEach((known, i) => {
        votes[part.filters[i].group] += known;
      });
    }
    return votes;
  }
  let values = bits;
  for (const tables of core.layers) {
    const read = values;
    values = tables.map(
      ({ inputs, entries }) => entries[inputs.reduce((sum, bit, j) => sum | (read[bit] << j), 0)],
    );
  }
  const size = values.length / groups;
  for (let i = 0; i < values.length; i++) votes[Math.floor(i / size)] += values[i];
  return votes;
}

/** Bits of the encoder that tables read. */
export function readBits({ core, encoder }: LogicPlan): ReadonlySet<number> {
  if (core.kind === "filters") {
    const bits = core.parts.flatMap(({ tuples }) => tuples.flat());
    return new Set(bits.filter((bit) => bit >= 0));
  }
  return new Set(core.layers[0]?.flatMap(({ inputs }) => inputs) ?? encoder.keys());
}
