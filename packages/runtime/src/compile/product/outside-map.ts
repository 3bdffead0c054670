import { type Code, numbersOf } from "@bnnkit/core";
import { levelBits } from "@bnnkit/kernels";
import type { FeatureForm } from "../form-layout.ts";
import { constantDigit } from "./constant-digits.ts";

/** What stands in memory for a value outside of a map in a form: itself among floats, a byte, or of sums of bits their bits, plane p
 *  in bit p. Undefined if no digit stands for the value. */
export function outsideMap(code: Code, value: number, form: FeatureForm): number | undefined {
  if (form === "floats") return value;
  const constant = constantDigit(code);
  if (constant === undefined || ["bipolar", "unipolar", "ternary"].includes(constant.digit)) {
    return bitsOf(code, value);
  }
  const found = (value - constant.offset) / constant.scale;
  switch (constant.digit) {
    case "uint8":
      return Number.isInteger(found) && found >= 0 && found <= 255 ? found : undefined;
    case "int8":
      return Number.isInteger(found) && found >= -128 && found <= 127 ? found : undefined;
    case "float32":
    case "int32":
      return found;
    default:
      return undefined;
  }
}

function bitsOf(code: Code, value: number): number | undefined {
  const isConstant = code.every(({ scale, offset }) => scale !== "row" && offset !== "row");
  if (!isConstant) return undefined;
  const level = numbersOf("lowerGraph", code).find((number) => number.value === value);
  return level && levelBits(code, [level]).levels[0];
}
