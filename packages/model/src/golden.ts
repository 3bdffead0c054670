/** Names of golden tensors begin so: `golden/<number of the example>/<part>`. */
export const goldenPrefix = "golden/";

/** Whether a tensor belongs to a golden example. */
export function isGoldenName(name: string): boolean {
  return name.startsWith(goldenPrefix);
}
