import { wordsPerRow } from "@bnnkit/core";
import type { ConvolutionNode, Domain, NumbersType } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { planesOf } from "../product/bit-codes.ts";
import { outsideMap } from "../product/outside-map.ts";
import type { ProductOperator } from "../product/product.ts";
import type { Rows, Value } from "../value.ts";

interface PatchesOptions {
  readonly form: ProductOperator["form"];
  readonly emitter: Emitter;
  /** Of the convolution. */
  readonly output: NumbersType;
}

/** The pixels under each place of a window side by side, taps line by line. */
export function patchesOf(
  { name, window }: ConvolutionNode,
  value: Value,
  { form, emitter, output }: PatchesOptions,
): Rows {
  const x = rowsAs(value, form);
  const { features, code } = value.type;
  const length = window.size[0] * window.size[1] * features;
  const planes = form === "bits" ? planesOf(code) : 1;
  const bytes = { floats: 4 * length, codes: length, bits: 4 * planes * wordsPerRow(length) }[form];
  const out = emitter.rows(`${name} patches`, output, bytes);
  const element =
    form === "codes" ? (code[0].digit === "uint8" ? "uint8" : "int8") : elementOf[form];
  const padding = {
    ...window.padding,
    // Without a margin any number will do.
    value: outsideMap(code, window.padding.value) ?? 0,
  };
  const { samples } = emitter;
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.patches({
        ...mapOf(value.type),
        images: rows(samples),
        features,
        window: { ...window, padding },
        element,
        planes,
        x: offset(x),
        out: offset(out),
      }),
  });
  return out;
}

const elementOf = { floats: "float32", bits: "bits" } as const;

/** Height and width of the map that a value stands on. */
export function mapOf({ domain }: { readonly domain: Domain }): {
  readonly height: number;
  readonly width: number;
} {
  if (domain.kind === "map") return { height: domain.height, width: domain.width };
  throw new RangeError(`lowerGraph: a window needs a map, got positions of "${domain.of}"`);
}
