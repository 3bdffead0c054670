import type { MapInput } from "@bnnkit/model";

/** What a pixel stands for: `offset + scale·digit`. */
export function pixelScale({ name, code }: MapInput): { scale: number; offset: number } {
  const [{ scale = 1, offset = 0 }, ...others] = code;
  if (scale === "row" || offset === "row" || others.length > 0) {
    throw new RangeError(`pixelScale: pixels of "${name}" must have a constant scale and offset`);
  }
  return { scale, offset };
}
