import type { Window } from "@bnnkit/core";
import { type Domain, type NumbersType, numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { type FeatureForm, layoutOf } from "../form-layout.ts";
import { outsideMap } from "../product/outside-map.ts";
import type { Rows, Value } from "../value.ts";

interface PatchesOptions {
  readonly form: FeatureForm;
  readonly emitter: Emitter;
  /** Of the node. */
  readonly output: NumbersType;
}

/** The pixels under each place of a window side by side, taps line by line. */
export function patchesOf(
  { name, window }: { readonly name: string; readonly window: Window },
  value: Value,
  { form, emitter, output }: PatchesOptions,
): Rows {
  const x = rowsAs(value, form);
  const { features, code } = value.type;
  const length = window.size[0] * window.size[1] * features;
  const { element, planes, bytesPerRow } = layoutOf(form, { features: length, code });
  const out = emitter.rows(`${name} patches`, output, bytesPerRow);
  const padding = {
    ...window.padding,
    // Without a margin any number will do.
    value: outsideMap(code, window.padding.value, form) ?? 0,
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

/** Height and width of the map that a value stands on. */
export function mapOf({ domain }: { readonly domain: Domain }): {
  readonly height: number;
  readonly width: number;
} {
  if (domain.kind === "map") return { height: domain.height, width: domain.width };
  throw new RangeError(`lowerGraph: a window needs a map, got positions of "${domain.of}"`);
}

/** The window of a pool, which may be as large as the map. */
export function windowOf(typed: TypedNode<"pool">): Window {
  const { window } = typed.node;
  if (window !== "all") return window;
  const { height, width } = mapOf(numbersAt(typed, 0));
  const padding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };
  return { size: [height, width], strides: [1, 1], dilations: [1, 1], padding };
}
