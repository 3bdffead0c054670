import type { Window } from "@bnnkit/core";
import { numbersAt } from "../definition.ts";
import type { TypedNode } from "../node.ts";
import { type Coded, type CodedTerm, codedFloats, plainTerm, product, realOf } from "./coded.ts";
import { codedWeights } from "./coded-weights.ts";
import { element, type Matrix, matrix } from "./matrix.ts";
import type { TensorReader } from "./tensor-reader.ts";
import { tapsOf } from "./windows.ts";

/** A product of the pixels under a window and the weights, for each place and group. */
export function evaluateConvolution(
  typed: TypedNode<"convolution">,
  x: Coded,
  tensors: TensorReader,
): Matrix {
  const { name, outFeatures, window, groups, weights, bias } = typed.node;
  const taps = tapsOf(numbersAt(typed, 0).domain, window);
  const columns = (window.size[0] * window.size[1] * x.columns) / groups;
  const w = codedWeights(tensors, weights, outFeatures, columns);
  const perGroup = outFeatures / groups;
  const sums = Array.from({ length: groups }, (_, group) =>
    product(
      patches(x, taps, { window, groups, group }),
      rowsOf(w, group * perGroup, (group + 1) * perGroup),
    ),
  );
  const offsets = bias ? tensors.floats(`${name}.bias`) : new Float32Array(outFeatures);
  return matrix(taps.length, outFeatures, (place, n) => {
    return element(sums[Math.floor(n / perGroup)], place, n % perGroup) + offsets[n];
  });
}

interface GroupOfWindow {
  readonly window: Window;
  readonly groups: number;
  readonly group: number;
}

/** A row for each place: the channels of a group under each tap. */
function patches(
  x: Coded,
  taps: readonly (readonly number[])[],
  { window, groups, group }: GroupOfWindow,
): Coded {
  if (x.terms.some(({ offsets, scales }) => offsets !== undefined || !isConstant(scales))) {
    return patches(codedFloats(realOf(x)), taps, { window, groups, group });
  }
  const channels = x.columns / groups;
  const columns = window.size[0] * window.size[1] * channels;
  const gather = (valueAt: (pixel: number, channel: number) => number): Float64Array =>
    Float64Array.from({ length: taps.length * columns }, (_, i) => {
      const column = i % columns;
      const pixel = taps[Math.floor(i / columns)][Math.floor(column / channels)];
      return valueAt(pixel, group * channels + (column % channels));
    });
  const terms = x.terms.map(
    (term): CodedTerm =>
      plainTerm(
        gather((pixel, channel) => (pixel < 0 ? 0 : term.digits[pixel * x.columns + channel])),
        taps.length,
        term.scales[0],
      ),
  );
  const { value } = window.padding;
  const margin = plainTerm(
    gather((pixel) => (pixel < 0 ? value : 0)),
    taps.length,
  );
  return { rows: taps.length, columns, terms: value === 0 ? terms : [...terms, margin] };
}

/** Pixels under one window may have scales of their own. */
function isConstant(scales: Float64Array): boolean {
  return scales.every((scale) => scale === scales[0]);
}

function rowsOf({ columns, terms }: Coded, from: number, to: number): Coded {
  return {
    rows: to - from,
    columns,
    terms: terms.map((term) => ({
      ...term,
      digits: term.digits.subarray(from * columns, to * columns),
      scales: term.scales.subarray(from * term.slices, to * term.slices),
      offsets: term.offsets?.subarray(from * term.slices, to * term.slices),
    })),
  };
}
