import { wordsPerRow } from "@bnnkit/core";
import type { ConvolutionNode, Domain, NumbersType } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { constantDigit, digitOf } from "../product/constant-digits.ts";
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
  const bytes = { floats: 4 * length, codes: length, bits: 4 * wordsPerRow(length) }[form];
  const out = emitter.rows(`${name} patches`, output, bytes);
  const element =
    form === "codes" ? (code[0].digit === "uint8" ? "uint8" : "int8") : elementOf[form];
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
        window: { ...window, padding: { ...window.padding, value: outside(value, form, window) } },
        element,
        x: offset(x),
        out: offset(out),
      }),
  });
  return out;
}

const elementOf = { floats: "float32", bits: "bits" } as const;

/** What stands outside the map in memory. */
function outside(
  { type: { code } }: Value,
  form: ProductOperator["form"],
  { padding }: ConvolutionNode["window"],
): number {
  if (form === "floats") return padding.value;
  const digit = constantDigit(code);
  const found = (digit && digitOf(digit, padding.value)) ?? 0;
  return form === "bits" ? Number(found < 0) : found;
}

/** Height and width of the map that a value stands on. */
export function mapOf({ domain }: { readonly domain: Domain }): {
  readonly height: number;
  readonly width: number;
} {
  if (domain.kind === "map") return { height: domain.height, width: domain.width };
  throw new RangeError(`lowerGraph: a window needs a map, got positions of "${domain.of}"`);
}
