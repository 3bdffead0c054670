import { float32, slide, type Window } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { decodeWindow } from "../decode-window.ts";
import { type Definition, noTensors } from "../definition.ts";
import { vectorDomain } from "../value-type.ts";
import { noWork } from "../work.ts";

/** The largest, the mean or the first of the rows of a window, or of all rows of a sample; the margin of a window is left out.
 *  Of bits the largest is AND or OR, beside a NaN it is NaN; means are float32. */
export interface PoolNode {
  readonly op: "pool";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly take: "maximum" | "mean" | "first";
  readonly window: Window | "all";
}

export const pool: Definition<PoolNode> = {
  decode: (fields) => ({
    op: "pool",
    name: fields.name("name"),
    inputs: oneInput(fields),
    take: fields.choice("take", ["maximum", "mean", "first"]),
    window: fields.hasText("window")
      ? fields.choice("window", ["all"])
      : decodeWindow(fields, "window"),
  }),
  infer({ take, window }, inputs) {
    const x = inputs.numbers(0);
    inputs.check(
      x.code.every(({ scale, offset }) => scale !== "row" && offset !== "row"),
      "x must not have a scale of each row",
    );
    const code = take === "mean" ? float32 : x.code;
    if (window === "all") return { ...x, domain: vectorDomain, code };
    const { domain } = inputs.map(0);
    const { top, bottom, left, right } = window.padding;
    inputs.check(
      top < reach(window, 0) && bottom < reach(window, 0),
      "window.padding must leave a pixel of the map under each place of the window",
    );
    inputs.check(
      left < reach(window, 1) && right < reach(window, 1),
      "window.padding must leave a pixel of the map under each place of the window",
    );
    const extent = [domain.height, domain.width] as const;
    const [height, width] = inputs.attempt(() => slide("window", extent, window));
    return { ...x, domain: { kind: "map", height, width }, code };
  },
  tensors: () => noTensors,
  work: () => noWork,
};

/** Pixels from the first tap to the last. */
function reach({ size, dilations }: Window, axis: 0 | 1): number {
  return dilations[axis] * (size[axis] - 1) + 1;
}
