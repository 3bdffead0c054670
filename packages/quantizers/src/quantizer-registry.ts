import { bmtQuantizer } from "./bmt-quantizer.ts";
import { centeredSignQuantizer } from "./centered-sign-quantizer.ts";
import { clippedSignQuantizer } from "./clipped-sign-quantizer.ts";
import { heavisideQuantizer } from "./heaviside-quantizer.ts";
import { heterogeneousBitsQuantizer } from "./heterogeneous-bits-quantizer.ts";
import { hwgqQuantizer } from "./hwgq-quantizer.ts";
import { int8RowsQuantizer } from "./int8-rows-quantizer.ts";
import { learnedClipQuantizer } from "./learned-clip-quantizer.ts";
import { leastSquaresBasesQuantizer } from "./least-squares-bases-quantizer.ts";
import { normalizedTanhQuantizer } from "./normalized-tanh-quantizer.ts";
import { powerOfTwoQuantizer } from "./power-of-two-quantizer.ts";
import { proximalQuantizer } from "./proximal-quantizer.ts";
import type { Quantizer, QuantizerOptions } from "./quantizer.ts";
import { rectifiedSignQuantizer } from "./rectified-sign-quantizer.ts";
import { residualBasesQuantizer } from "./residual-bases-quantizer.ts";
import { scaledSignQuantizer } from "./scaled-sign-quantizer.ts";
import { shiftedBasesQuantizer } from "./shifted-bases-quantizer.ts";
import { shiftedSignQuantizer } from "./shifted-sign-quantizer.ts";
import { signQuantizer } from "./sign-quantizer.ts";
import { stochasticSignQuantizer } from "./stochastic-sign-quantizer.ts";
import { stochasticTernaryQuantizer } from "./stochastic-ternary-quantizer.ts";
import { ternaryQuantizer } from "./ternary-quantizer.ts";
import { twoLevelQuantizer } from "./two-level-quantizer.ts";
import { uniformQuantizer } from "./uniform-quantizer.ts";

/** A quantizer in JSON. A `Quantizer` is one of itself. */
export interface QuantizerSpec {
  readonly name: string;
  readonly options?: QuantizerOptions;
}

const makers = new Map<string, (options: string) => Quantizer>([
  ["bmt", (options) => bmtQuantizer(JSON.parse(options))],
  ["clipped-sign", (options) => clippedSignQuantizer(JSON.parse(options))],
  ["half-wave-gaussian", (options) => hwgqQuantizer(JSON.parse(options))],
  ["int8-rows", (options) => int8RowsQuantizer(JSON.parse(options))],
  ["centered-sign", (options) => centeredSignQuantizer(JSON.parse(options))],
  ["heterogeneous-bits", (options) => heterogeneousBitsQuantizer(JSON.parse(options))],
  ["learned-clip", (options) => learnedClipQuantizer(JSON.parse(options))],
  ["least-squares-bases", (options) => leastSquaresBasesQuantizer(JSON.parse(options))],
  ["proximal", (options) => proximalQuantizer(JSON.parse(options))],
  ["rectified-sign", (options) => rectifiedSignQuantizer(JSON.parse(options))],
  ["residual-bases", (options) => residualBasesQuantizer(JSON.parse(options))],
  ["shifted-bases", (options) => shiftedBasesQuantizer(JSON.parse(options))],
  ["shifted-sign", (options) => shiftedSignQuantizer(JSON.parse(options))],
  ["two-level", (options) => twoLevelQuantizer(JSON.parse(options))],
  ["heaviside", (options) => heavisideQuantizer(JSON.parse(options))],
  ["normalized-tanh", (options) => normalizedTanhQuantizer(JSON.parse(options))],
  ["power-of-two", (options) => powerOfTwoQuantizer(JSON.parse(options))],
  ["scaled-sign", (options) => scaledSignQuantizer(JSON.parse(options))],
  ["sign", (options) => signQuantizer(JSON.parse(options))],
  ["stochastic-sign", (options) => stochasticSignQuantizer(JSON.parse(options))],
  ["stochastic-ternary", (options) => stochasticTernaryQuantizer(JSON.parse(options))],
  ["ternary", (options) => ternaryQuantizer(JSON.parse(options))],
  ["uniform", (options) => uniformQuantizer(JSON.parse(options))],
]);

/** Makes a quantizer known by its name, so that a saved model can name it.
 *  @throws RangeError if the name is taken. */
export function registerQuantizer<Options>(
  name: string,
  create: (options: Options) => Quantizer,
): void {
  if (makers.has(name)) throw new RangeError(`registerQuantizer: there is already a "${name}"`);
  makers.set(name, (options) => create(JSON.parse(options)));
}

/** The quantizer that a name, with its options, stands for.
 *  @throws RangeError if none is registered under that name; as the quantizer does for its options. */
export function createQuantizer(spec: QuantizerSpec | string): Quantizer {
  const { name, options = {} } = typeof spec === "string" ? { name: spec } : spec;
  const make = makers.get(name);
  if (make) return make(JSON.stringify(options));
  throw new RangeError(
    `createQuantizer: no quantizer "${name}" is registered, only ${[...makers.keys()].join(", ")}`,
  );
}
