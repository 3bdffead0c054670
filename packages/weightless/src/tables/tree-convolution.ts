import { checkIntegerBetween, type NextWord } from "@bnnkit/core";
import { drawTreeLeaves, type GateWeights } from "@bnnkit/core/truth-tables";
import type { BitImage } from "./bit-image.ts";
import { LogicLayer } from "./logic-layer.ts";
import { OrPoolLayer } from "./or-pool-layer.ts";
import type { TrainableLayer } from "./trainable-layer.ts";

/** A convolution whose kernels are trees of gates with n inputs each. */
export interface TreeConvolution {
  readonly kernels: number;
  /** Side of the square that a kernel sees; it moves by one, inside the image. */
  readonly size: number;
  /** Levels of gates; a kernel has n^depth leaves, drawn from what it sees. */
  readonly depth: number;
  /** Side of the squares that OR joins afterwards, 1 (none, the default) or 2; a row or column left over is dropped. */
  readonly pool?: 1 | 2;
}

/** The gates of the trees. */
export interface TreeGates {
  readonly inputsPerGate: number;
  readonly gates: GateWeights;
}

/** The layers of a convolution, one a level of the trees and one of OR, and the image that they give. All positions share the gates.
 *  @throws RangeError for sizes out of range, as for kernels that are larger than the image */
export function treeConvolution(
  image: BitImage,
  { kernels, size, depth, pool = 1 }: TreeConvolution,
  { inputsPerGate, gates }: TreeGates,
  next: NextWord,
): { readonly layers: readonly TrainableLayer[]; readonly output: BitImage } {
  const where = "treeConvolution";
  checkIntegerBetween(where, "kernels", kernels, 1, 2 ** 16);
  checkIntegerBetween(where, "size", size, 1, Math.min(image.height, image.width));
  checkIntegerBetween(where, "depth", depth, 1, 8);
  checkIntegerBetween(where, "pool", pool, 1, 2);
  const [height, width] = [image.height - size + 1, image.width - size + 1];
  const positions = height * width;
  const layers: TrainableLayer[] = [];
  for (let level = 0; level < depth; level++) {
    const trees = kernels * inputsPerGate ** (depth - 1 - level);
    const leaves =
      level === 0 ? leavesOf(image, { kernels, size, depth }, inputsPerGate, next) : undefined;
    const connections = Int32Array.from(
      { length: trees * positions * inputsPerGate },
      (_, i): number => {
        const slot = i % inputsPerGate;
        const position = Math.floor(i / inputsPerGate) % positions;
        const child = Math.floor(i / inputsPerGate / positions) * inputsPerGate + slot;
        if (leaves === undefined) return child * positions + position;
        const shift = Math.floor(position / width) * image.width + (position % width);
        return leaves[child] + shift;
      },
    );
    const gateOf = Int32Array.from({ length: trees * positions }, (_, i) =>
      Math.floor(i / positions),
    );
    const inputs = layers.at(-1)?.outputs ?? image.height * image.width * image.channels;
    layers.push(new LogicLayer({ inputs, inputsPerGate, connections, gateOf }, gates, next));
  }
  const output = { height, width, channels: kernels };
  if (pool === 1) return { layers, output };
  const or = new OrPoolLayer(output, pool);
  return { layers: [...layers, or], output: or.output };
}

/** The place in the image of each leaf of each kernel at the first position. */
function leavesOf(
  { height, width, channels }: BitImage,
  sizes: Omit<TreeConvolution, "pool">,
  inputsPerGate: number,
  next: NextWord,
): readonly number[] {
  return drawTreeLeaves({ ...sizes, channels }, inputsPerGate, next).map(
    ({ channel, row, column }) => (channel * height + row) * width + column,
  );
}
