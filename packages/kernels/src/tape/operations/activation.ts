import { activation_1x1__js } from "../../js/activation.ts";
import {
  FUNCTION_ABSOLUTE,
  FUNCTION_CLIP01,
  FUNCTION_GELU,
  FUNCTION_SILU,
  FUNCTION_TANH,
} from "../layout.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/**
 * `out = f(x)`, NaN where x is: `absolute` |x|; `clip01` x held within 0 … 1; `tanh`, relative error below 2⁻²¹; `gelu`
 * x·Φ(x), Φ by the tanh formula of Hendrycks and Gimpel 2016, and `silu` x/(1 + e⁻ˣ), absolute error below 2⁻²¹·max(1, |x|). The
 * same bits on every instruction set.
 */
export interface ActivationFunction {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly function: "absolute" | "clip01" | "tanh" | "gelu" | "silu";
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features]; may be `x`. */
  readonly out: Offset;
}

const functions: Readonly<
  Record<ActivationFunction["function"], { readonly code: number; readonly steps: number }>
> = {
  absolute: { code: FUNCTION_ABSOLUTE, steps: 0.5 },
  clip01: { code: FUNCTION_CLIP01, steps: 0.5 },
  tanh: { code: FUNCTION_TANH, steps: 10 },
  gelu: { code: FUNCTION_GELU, steps: 10 },
  silu: { code: FUNCTION_SILU, steps: 8 },
};

export const activation: Operation<ActivationFunction> = {
  opcode: 87,
  instruction(where, o) {
    if (!Object.hasOwn(functions, o.function)) {
      const known = Object.keys(functions).join(" or ");
      throw new TypeError(`${where}: function must be ${known}, got ${o.function}`);
    }
    const { code, steps } = functions[o.function];
    return {
      words: [
        words(where, "x", o.x),
        code,
        words(where, "rows", o.rows),
        size(where, "features", o.features),
        words(where, "out", o.out),
      ],
      split: ofRows(o.rows, steps * o.features),
    };
  },
  js: activation_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
