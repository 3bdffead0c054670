import { bmtQuantizer } from "./bmt-quantizer.ts";
import { clippedSignQuantizer } from "./clipped-sign-quantizer.ts";
import { hwgqQuantizer } from "./hwgq-quantizer.ts";
import { int8RowsQuantizer } from "./int8-rows-quantizer.ts";
import type { Quantizer, QuantizerOptions } from "./quantizer.ts";

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
