import type { Recipe } from "../systems/recipe.ts";

/** What every network of the zoo takes. */
export interface ZooOptions {
  /** Height, width and channels; default the paper's. */
  readonly inputShape?: readonly [height: number, width: number, channels: number];
  /** Default the paper's. */
  readonly classes?: number;
  /** Factor of all hidden features, which are rounded and at least 1; default 1. */
  readonly width?: number;
  /** How it is binarized: a preset of `systems`. Default the paper's. */
  readonly recipe?: Recipe;
  /** Of the first kernel; each further one has the next. Default 1. */
  readonly seed?: number;
}

/** A number of features times `width`.
 *  @throws RangeError unless that is positive and finite. */
export function scaledTo(where: string, width: number): (features: number) => number {
  if (!(width > 0 && Number.isFinite(width))) {
    throw new RangeError(`${where}: width must be positive and finite, got ${width}`);
  }
  return (features) => Math.max(1, Math.round(features * width));
}
