import type { BnnPresetName } from "@bnnkit/layers";

/** Everything that the untrained network depends on. */
export interface NetworkShape {
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Of the hidden dense layers. */
  readonly units: readonly number[];
  /** Of the convolutions; an MLP has none. */
  readonly filters: readonly number[];
  readonly classes: number;
  readonly preset: BnnPresetName;
  readonly seed: number;
}
