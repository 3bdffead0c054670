import { checkFinite } from "@bnnkit/core";

/** Energy of bits that go to or from DRAM. It depends on the part and its interface, so there is no default.
 *  @throws RangeError for numbers that are negative or not finite. */
export function dramEnergyPj(bits: number, picojoulesPerBit: number): number {
  for (const [name, value] of Object.entries({ bits, picojoulesPerBit })) {
    checkFinite("dramEnergyPj", name, [value]);
    if (value < 0) throw new RangeError(`dramEnergyPj: ${name} must be ≥ 0, got ${value}`);
  }
  return bits * picojoulesPerBit;
}
