import { type Definition, type NumberRule, numbersAt, type Typed } from "./definition.ts";

/** Bits of a sample, those of all planes and pixels: bit `(plane·pixels + pixel)·features + feature`.
 *  @param typed  A node whose first input stands on a map; 0 where it does not. */
export function bitsOfSample(typed: Pick<Typed<unknown>, "inputs">): number {
  const { domain, features, code } = numbersAt(typed, 0);
  const pixels = domain.kind === "map" ? domain.height * domain.width : 0;
  return pixels * features * code.length;
}

/** Numbers that name one of so many things. */
export function below(limit: number): NumberRule {
  return { says: `be in 0 … ${limit - 1}`, holds: (value) => value >= 0 && value < limit };
}

/** The same, or −1 for none. */
export function belowOrNone(limit: number): NumberRule {
  return { says: `be in −1 … ${limit - 1}`, holds: (value) => value >= -1 && value < limit };
}

/** Checks that what a node reads is digits 0 and 1 on a map, and counts them.
 *  @throws RangeError naming the node. */
export function checkedBits(inputs: Parameters<Definition<never>["infer"]>[1]): number {
  const { code, domain, features } = inputs.map(0);
  inputs.check(
    code.every(({ digit }) => digit === "unipolar"),
    "x must be digits 0 and 1 (unipolar)",
  );
  return domain.height * domain.width * features * code.length;
}
