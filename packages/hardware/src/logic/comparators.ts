import {
  formatCode,
  numbersAt,
  type PackedModel,
  type TypedNode,
  thresholdCount,
} from "@bnnkit/model";

/** How the numbers of a sample stand in a port. */
export type LogicNumber = "uint8" | "int8" | "float32";

/** A comparison of the encoder: whether a number's place in the order of all numbers of its kind is at least `level`, see
 *  `orderOf`. */
export interface Comparator {
  readonly feature: number;
  /** From 0 on; at 0 the bit is always 1, and beyond the last place always 0. */
  readonly level: number;
}

/** Bits of a number. */
export function bitsOfNumber(number: LogicNumber): number {
  return number === "float32" ? 32 : 8;
}

const float = new DataView(new ArrayBuffer(4));

/** The place of a number in the order of all of its kind, the lowest 0. Of float32 −0 is one below 0, and NaN stands at the ends. */
export function orderOf(number: LogicNumber, value: number): number {
  if (number !== "float32") return value + (number === "int8" ? 128 : 0);
  float.setFloat32(0, value);
  const bits = float.getUint32(0);
  return bits < 2 ** 31 ? bits + 2 ** 31 : 2 ** 32 - 1 - bits;
}

/** The number that 8 or 32 bits of a port are. A NaN whose sign is set is below all numbers, as the circuit has it. */
export function numberOf(number: LogicNumber, bits: number): number {
  if (number !== "float32") return number === "int8" && bits > 127 ? bits - 256 : bits;
  float.setUint32(0, bits);
  const value = float.getFloat32(0);
  return Number.isNaN(value) && bits >= 2 ** 31 ? Number.NEGATIVE_INFINITY : value;
}

/** The comparators of a thermometer, plane by plane, in each pixel by pixel.
 *  @throws RangeError for numbers that are neither bytes nor float32, and for another code. */
export function comparatorsOf(
  where: string,
  model: PackedModel,
  typed: TypedNode<"threshold">,
): {
  readonly features: number;
  readonly number: LogicNumber;
  readonly encoder: readonly Comparator[];
} {
  const { node } = typed;
  const { domain, features, code } = numbersAt(typed, 0);
  const count = thresholdCount(node);
  const [{ digit, scale = 1, offset = 0 }] = code;
  const isKnown = digit === "uint8" || digit === "int8" || digit === "float32";
  if (code.length > 1 || !isKnown || scale === "row") {
    throw new RangeError(
      `${where}: the encoder must read bytes or float32, got ${formatCode(code)}`,
    );
  }
  if (node.flips || node.code.length !== count || node.code.some((t) => t.digit !== "unipolar")) {
    throw new RangeError(
      `${where}: the encoder must be a thermometer of digits 0 and 1 without flips, got ${formatCode(node.code)} of ${count} thresholds`,
    );
  }
  const levelOf = (threshold: number): number =>
    digit === "float32"
      ? orderOf(digit, threshold === 0 ? -0 : threshold)
      : byteLevel(digit, (stored) => Number(offset) + scale * stored >= threshold);
  const thresholdAt = thresholdReader(model, typed, count);
  const numbers = (domain.kind === "map" ? domain.height * domain.width : 0) * features;
  const encoder = Array.from({ length: count * numbers }, (_, i): Comparator => {
    const feature = i % numbers;
    const threshold = thresholdAt(feature % features, Math.floor(i / numbers));
    return { feature, level: levelOf(threshold) };
  });
  return { features: numbers, number: digit, encoder };
}

/** The first place from which on numbers reach a threshold; 256 where none does. */
function byteLevel(number: LogicNumber, reaches: (stored: number) => boolean): number {
  let level = 0;
  while (level < 256 && !reaches(number === "int8" ? level - 128 : level)) level++;
  return level;
}

function thresholdReader(
  { tensors }: PackedModel,
  { node: { name, thresholds } }: TypedNode<"threshold">,
  count: number,
): (feature: number, plane: number) => number {
  if (!("perFeature" in thresholds)) return (_, plane) => thresholds[plane];
  const data = tensors.get(`${name}.thresholds`)?.data;
  return (feature, plane) => Number(data?.[feature * count + plane]);
}
