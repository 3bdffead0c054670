import type { ActivationFunction } from "../nodes/activation.ts";

/** `f(x)` of an activation. @param slope  Of `prelu`. */
export function activate(f: ActivationFunction, x: number, slope: number): number {
  switch (f) {
    case "relu":
      return Math.max(x, 0);
    case "prelu":
      return x < 0 ? slope * x : x;
    case "gelu":
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    case "silu":
      return x / (1 + Math.exp(-x));
    case "tanh":
      return Math.tanh(x);
    case "absolute":
      return Math.abs(x);
    case "clip01":
      return Math.min(Math.max(x, 0), 1);
    default:
      return f satisfies never;
  }
}
