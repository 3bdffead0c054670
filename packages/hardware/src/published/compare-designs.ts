import { coreLuts, voteLuts } from "../logic/core-luts.ts";
import type { LogicFilters } from "../logic/logic-filters.ts";
import { coreSize } from "../logic/price-logic.ts";
import type { PublishedComparison } from "../published-silicon/compare-published.ts";
import { bthowenDesigns, type PublishedDesign } from "./bthowen-designs.ts";

/**
 * Published designs of Bloom filters beside what their circuit here takes by the price of logic networks: a table for each hash of each filter, read at
 * once, and hashes of half of a filter's bits, as random ones have.
 *
 * A table that several hashes read stands once for each of them here; what the published circuits share, and the bus that bits come in by, is not known.
 */
export function compareDesigns(
  designs: readonly PublishedDesign[] = bthowenDesigns,
): readonly PublishedComparison[] {
  return designs.map((design) => {
    const { name, entries, hashes, classes, lut } = design;
    const filters = filtersPerClass(design) * classes;
    const core = { kind: "filters", parts: [randomFilters(design)] } as const;
    const { luts, lastTables } = coreSize(core, 0);
    const predicted = Math.round(coreLuts({ tableLuts: luts, lastTables, classes }, voteLuts));
    const tables = hashes === 1 ? "a table" : `${hashes} tables`;
    const from = `${filters} filters, ${tables} of ${entries} bits each`;
    const difference = predicted / lut - 1;
    return {
      ...{ chip: name, quantity: "look-up tables", unit: "", predicted, published: lut },
      ...{ difference, from },
    };
  });
}

/** Filters of a class: all thermometer bits, `tupleBits` at a time. */
export function filtersPerClass({
  features,
  bitsPerFeature,
  tupleBits,
}: Pick<PublishedDesign, "features" | "bitsPerFeature" | "tupleBits">): number {
  return Math.ceil((features * bitsPerFeature) / tupleBits);
}

/** Filters of such sizes; which bits they read and what is in them does not matter to their price. */
function randomFilters(design: PublishedDesign): LogicFilters {
  const { tupleBits, entries, hashes, classes } = design;
  const count = filtersPerClass(design);
  const places = Array.from({ length: Math.ceil(tupleBits / 2) }, (_, i) => i);
  const digits = Array.from({ length: Math.log2(entries) }, () => places);
  return {
    tuples: Array.from({ length: count }, () => places),
    taps: Array.from({ length: hashes }, () => digits),
    filters: Array.from({ length: count * classes }, (_, i) => ({
      ...{ group: Math.floor(i / count), tuple: i % count, entries: [0, 1] },
    })),
  };
}
