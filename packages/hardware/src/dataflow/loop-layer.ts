import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";

/** Rows or columns of a convolution: output o reads inputs `o·stride + k·dilation − before`, k = 0 … kernel − 1. */
export interface LoopAxis {
  readonly input: number;
  /** Default 1, as for `stride` and `dilation`. */
  readonly kernel?: number;
  readonly stride?: number;
  readonly dilation?: number;
  /** Zeros in front and behind, which no memory holds. Default 0. */
  readonly before?: number;
  readonly after?: number;
}

/** A dense layer (rows and columns of one input, or of as many as there are positions) or a convolution, as loops see it. */
export interface LoopLayer {
  readonly outputs: number;
  readonly inputs: number;
  /** Default 1. */
  readonly batch?: number;
  /** Default: one input. */
  readonly rows?: LoopAxis;
  readonly columns?: LoopAxis;
}

/** A loop of the nest: positions are those of outputs, or of inputs (`LoopMapping.positions`). */
export type LoopDimension =
  | "batch"
  | "outputs"
  | "inputs"
  | "rows"
  | "columns"
  | "kernelRows"
  | "kernelColumns";

/** A {@link LoopAxis} with nothing left out, and how many outputs it has. */
export interface ResolvedAxis extends Required<LoopAxis> {
  readonly output: number;
}

/** A {@link LoopLayer} with nothing left out. */
export interface ResolvedLayer extends Required<LoopLayer> {
  readonly rows: ResolvedAxis;
  readonly columns: ResolvedAxis;
}

/** @throws RangeError for sizes < 1, negative margins, and a kernel that is larger than what it stands on. */
export function resolveLayer(where: string, layer: LoopLayer): ResolvedLayer {
  const { outputs, inputs, batch = 1 } = layer;
  for (const [name, size] of Object.entries({ outputs, inputs, batch }))
    checkPositiveInteger(where, name, size);
  return {
    ...{ outputs, inputs, batch },
    rows: resolveAxis(where, "rows", layer.rows),
    columns: resolveAxis(where, "columns", layer.columns),
  };
}

function resolveAxis(where: string, name: string, axis: LoopAxis = { input: 1 }): ResolvedAxis {
  const { input, kernel = 1, stride = 1, dilation = 1, before = 0, after = 0 } = axis;
  for (const [key, size] of Object.entries({ input, kernel, stride, dilation }))
    checkPositiveInteger(where, `${name}.${key}`, size);
  for (const [key, size] of Object.entries({ before, after }))
    checkIntegerBetween(where, `${name}.${key}`, size, 0, Number.MAX_SAFE_INTEGER);
  const extent = (kernel - 1) * dilation + 1;
  const room = input + before + after - extent;
  checkIntegerBetween(where, `${name}.kernel`, extent, 1, extent + room);
  const output = Math.floor(room / stride) + 1;
  return { input, kernel, stride, dilation, before, after, output };
}
