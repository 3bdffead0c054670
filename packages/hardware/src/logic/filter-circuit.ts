import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, one, zero } from "../netlist/net.ts";
import type { LogicFilters } from "./logic-filters.ts";

/** A net for each filter, which says whether it knows the sample: hashes are shared by all that one tuple addresses. */
export function filterHits(
  m: ModuleBuilder,
  { tuples, taps, filters }: LogicFilters,
  bits: Bus,
): readonly Net[] {
  const addresses = tuples.map((tuple) =>
    taps.map((digits) =>
      digits.map((places) =>
        exclusiveOr(
          m,
          places.map((place) => (tuple[place] < 0 ? zero : bits[tuple[place]])),
        ),
      ),
    ),
  );
  return filters.map(({ tuple, entries }) => {
    if (entries.every((entry) => entry === entries[0])) return entries[0] === 1 ? one : zero;
    const contents = entries.map(BigInt);
    const known = addresses[tuple].map((address) =>
      m.rom(contents, 1, address, { isSynchronous: false }),
    );
    return known.reduce((all, bit) => m.and(all, bit))[0];
  });
}

function exclusiveOr(m: ModuleBuilder, bits: readonly Net[]): Net {
  const [first = zero, ...rest] = bits.filter((bit) => bit !== zero);
  return rest.reduce((sum, bit) => m.xor([sum], [bit])[0], first);
}
