import { checkPositiveInteger, type Extent } from "@bnnkit/core";

/** Rows and columns, or one number for both. */
export type Size = number | readonly [height: number, width: number];

/** Rows and columns of an option.
 *  @throws RangeError unless both are integers ≥ 1, naming layer and option. */
export function extentOf(where: string, name: string, size: Size): Extent {
  const extent: Extent = typeof size === "number" ? [size, size] : [size[0], size[1]];
  for (const length of extent) checkPositiveInteger(where, name, length);
  return extent;
}

/** What becomes of windows at the border. */
export type PaddingName = "valid" | "same";

/** @throws RangeError for another one, naming the layer. */
export function checkPadding(where: string, padding: PaddingName): void {
  if (padding === "valid" || padding === "same") return;
  throw new RangeError(`${where}: padding must be "valid" or "same", got ${padding}`);
}
