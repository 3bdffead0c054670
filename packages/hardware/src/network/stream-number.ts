import { type Code, levelsOf, numbersOf } from "@bnnkit/core";
import { unsignedWidth } from "../netlist/net.ts";
import type { StreamNumber } from "./stream.ts";

/** How numbers of a code stand in a stream; undefined unless they are bytes, or of few bits and evenly spaced. */
export function streamNumberOf(code: Code): StreamNumber | undefined {
  const [{ digit, scale = 1, offset = 0 }] = code;
  if (digit === "uint8" || digit === "int8") {
    if (code.length > 1 || scale === "row" || offset === "row") return undefined;
    return { bits: 8, scale, offset: digit === "int8" ? offset - 128 * scale : offset };
  }
  const isOfBits = code.every((term) => {
    const isBit = ["bipolar", "unipolar", "ternary"].includes(term.digit);
    return isBit && term.scale !== "row" && term.offset !== "row";
  });
  if (!isOfBits) return undefined;
  const values = numbersOf("streamNumberOf", code).map(({ value }) => value);
  return spacedNumber(values, code);
}

/** How the levels of so many thresholds stand in a stream, likewise. */
export function levelNumberOf(code: Code, thresholds: number): StreamNumber | undefined {
  if (streamNumberOf(code) === undefined) return undefined;
  const values = levelsOf("levelNumberOf", code, thresholds).map(({ value }) => value);
  const number = spacedNumber(values, code);
  const whole = streamNumberOf(code);
  const isWhole = number?.bits === whole?.bits && number?.scale === whole?.scale;
  return isWhole && number?.offset === whole?.offset ? number : undefined;
}

/** Rising numbers that are evenly spaced; those of ±1 digits are counted down, so that a bit is 1 for −1. */
function spacedNumber(values: readonly number[], code: Code): StreamNumber | undefined {
  if (values.length < 2) return undefined;
  const step = values[1] - values[0];
  const isEven = values.every((value, i) => value === values[0] + i * step);
  if (!isEven || step <= 0) return undefined;
  const bits = unsignedWidth(values.length - 1);
  const isDown = code.every(({ digit }) => digit === "bipolar") && values.length === 2 ** bits;
  return isDown
    ? { bits, scale: -step, offset: values[values.length - 1] }
    : { bits, scale: step, offset: values[0] };
}

/** Bits of weights of a code: 1 for ±1, else of two's complement; undefined unless they are integers.
 *
 * @param isMirrored  Whether rows may be negated. */
export function weightBitsOf(code: Code, isMirrored: boolean): number | undefined {
  let [least, greatest] = [0, 0];
  for (const { digit, scale = 1, offset = 0 } of code) {
    const range = digitRanges[digit];
    if (range === undefined || typeof scale !== "number" || typeof offset !== "number")
      return undefined;
    const ends = range.map((end) => offset + scale * end);
    if (digit === "ternary") ends.push(0);
    if (!ends.every(Number.isInteger)) return undefined;
    least += Math.min(...ends);
    greatest += Math.max(...ends);
  }
  if (code.length === 1 && code[0].digit === "bipolar" && least === -1 && greatest === 1) return 1;
  if (isMirrored) [least, greatest] = [Math.min(least, -greatest), Math.max(greatest, -least)];
  let bits = 2;
  while (-(2 ** (bits - 1)) > least || 2 ** (bits - 1) <= greatest) bits++;
  return bits;
}

const digitRanges: Readonly<Record<Code[number]["digit"], readonly number[] | undefined>> = {
  bipolar: [-1, 1],
  unipolar: [0, 1],
  ternary: [-1, 1],
  int8: [-128, 127],
  uint8: [0, 255],
  power: undefined,
  int32: undefined,
  float32: undefined,
};
