/** `f(x)` in float64, `gelu` by the tanh formula. */
export function activation(
  f: "absolute" | "clip01" | "tanh" | "gelu" | "silu",
  x: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(x, functions[f]);
}

const functions = {
  absolute: (x: number) => Math.abs(x),
  clip01: (x: number) => Math.min(Math.max(x, 0), 1),
  tanh: (x: number) => Math.tanh(x),
  silu: (x: number) => x / (1 + Math.exp(-x)),
  gelu: (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};
