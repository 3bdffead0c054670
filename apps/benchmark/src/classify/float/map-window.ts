import type { Extent } from "@bnnkit/core";
import { type NumbersType, numbersAt, type TypedNode } from "@bnnkit/model";

/** Whether rows are the samples themselves: a map of one pixel. */
export function isVector({ domain }: Pick<NumbersType, "domain">): boolean {
  const [height, width] = extentOf({ domain });
  return height === 1 && width === 1;
}

/** Height and width of a map. */
export function extentOf({ domain }: Pick<NumbersType, "domain">): Extent {
  if (domain.kind !== "map") throw new RangeError("extentOf: a classifier has maps only");
  return [domain.height, domain.width];
}

/** Whether a convolution is the product of a whole map, flattened: what a dense layer behind a flattened map becomes. */
export function isWhole(typed: TypedNode<"convolution">): boolean {
  const { window, groups } = typed.node;
  const [height, width] = extentOf(numbersAt(typed, 0));
  const { top, bottom, left, right } = window.padding;
  const isUnpadded = top + bottom + left + right === 0;
  return (
    groups === 1 &&
    isUnpadded &&
    window.size[0] === height &&
    window.size[1] === width &&
    isVector(typed.output)
  );
}
