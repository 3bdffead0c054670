import { type Code, isInteger } from "@bnnkit/core";
import { formatCode } from "@bnnkit/model";
import { arePlanes } from "./bit-codes.ts";
import { areScaledBits, codeOfBytes, fitByte } from "./byte-codes.ts";
import { constantDigit } from "./constant-digits.ts";
import { multiplyBits, multiplyBytes } from "./digit-product.ts";
import { areScaledIntegers } from "./digit-sums.ts";
import { addSigned, multiplyFloats } from "./float-product.ts";
import { multiplyFloatsByBits, paysForTables } from "./float-tables.ts";
import { multiplyPlanes } from "./plane-product.ts";
import type { ProductOperator } from "./product.ts";
import { isReal } from "./real-codes.ts";
import { multiplyScaledBits, multiplyScaledCodes } from "./row-scaled-product.ts";
import { multiplyCodesByBits } from "./scaled-digits.ts";
import { areSlicedBits } from "./sliced-bits.ts";
import { paysForSlices, sumSlices } from "./sliced-sums.ts";
import { areTermSums, sumTerms } from "./term-sums.ts";

const floats: ProductOperator = { form: "floats", lower: multiplyFloats };

/** Of floats and ±1: by tables where many outputs share them, else by additions and subtractions. */
const signedSums: ProductOperator = {
  form: "floats",
  lower: (product, emitter) =>
    paysForTables(product) ? multiplyFloatsByBits(product, emitter) : addSigned(product, emitter),
};

/** Of floats and other bits with a scale. */
const floatsByBits: ProductOperator = {
  form: "floats",
  lower: (product, emitter) => {
    if (paysForTables(product)) return multiplyFloatsByBits(product, emitter);
    const { code } = product.node.weights;
    return areTermSums(code) ? sumTerms(product, emitter) : multiplyFloats(product, emitter);
  },
};

const scaledCodes: ProductOperator = { form: "codes", lower: multiplyScaledCodes };

/** By the codes of x and of the weights: what is not made of constant digits on the left. */
const operators: Readonly<Record<string, ProductOperator>> = {
  "row·bipolar × row·bipolar": { form: "bits", lower: multiplyScaledBits },
  "row·bipolar × float32": floats,
  "float32 × row·bipolar": signedSums,
  "float32 × bipolar": signedSums,
  "row·int8 × row·int8": scaledCodes,
};

/** Of bits with constant scale and offset on the left, and bits: exact sums, then scales and offsets. */
const bits: ProductOperator = { form: "bits", lower: multiplyBits };

/** The same of bytes, and weights that bytes hold. */
const bytes: ProductOperator = { form: "codes", lower: multiplyBytes };

/** Of int8 with a scale of each row, and bits with one. */
const scaledBits: ProductOperator = { form: "codes", lower: multiplyCodesByBits };

/** Of floats, and sums of bits and of marked bytes with scales of their rows. */
const termSums: ProductOperator = { form: "floats", lower: sumTerms };

/** The same, with scales of slices of a row, and of bits that a mask marks. */
const slicedSums: ProductOperator = {
  form: "floats",
  lower: (product, emitter) =>
    paysForSlices(product) ? sumSlices(product, emitter) : multiplyFloats(product, emitter),
};

/** Of sums of bits on both sides. */
const planes: ProductOperator = { form: "bits", lower: multiplyPlanes };

/** The operator for the code of x and the code of the weights; undefined if there is none: numbers of a scale of each row, but
 *  for the products of the first table. */
export function operatorFor(x: Code, weights: Code): ProductOperator | undefined {
  const named = operators[`${formatCode(x)} × ${formatCode(weights)}`] ?? digitOperator(x, weights);
  if (named !== undefined) return named;
  if (formatCode(x) === "row·int8") {
    if (fitByte(weights)) return scaledCodes;
    if (areScaledBits(weights)) return scaledBits;
  }
  if (arePlanes(x, weights)) return planes;
  if (!isReal(x)) return undefined;
  if (areScaledBits(weights)) return floatsByBits;
  if (areTermSums(weights)) return termSums;
  return areSlicedBits(weights) ? slicedSums : floats;
}

/** Why a product of two codes is refused. */
export function refuseProduct(x: Code, weights: Code): string | undefined {
  if (operatorFor(x, weights) !== undefined) return undefined;
  return `it has no product of ${formatCode(x)} and ${formatCode(weights)}: of numbers with a scale of each row it has ${Object.keys(operators).join(", ")}, row·int8 × whole numbers of −128 … 127 or bits with a scale`;
}

/** The operator for digits with constant scale and offset on the left. */
function digitOperator(x: Code, weights: Code): ProductOperator | undefined {
  const left = constantDigit(x);
  if (left?.digit === "uint8" || left?.digit === "int8") {
    const code = codeOfBytes(weights);
    return code === undefined || areScaledIntegers(x, code) ? undefined : bytes;
  }
  if (left?.digit !== "bipolar" || !areSigns(weights) || areScaledIntegers(x, weights)) {
    return undefined;
  }
  // Popcounts have no whole offset to add, as sums of bytes do.
  return left.offset !== 0 && isInteger(x) ? undefined : bits;
}

/** Whether weights are ±1, with one scale for each row or for all. */
function areSigns(weights: Code): boolean {
  return weights[0].digit === "bipolar" && areScaledBits(weights);
}
