import { checkIntegerBetween } from "@bnnkit/core";
import type { BitImage } from "./bit-image.ts";
import type { LayerGradients, LayerPass, TrainableLayer } from "./trainable-layer.ts";
import { packTables, type TruthTableLayer } from "./truth-table-network.ts";

/** OR over the squares of each plane of an image, side by side; in training the maximum, whose gradient goes to the first that is
 *  greatest. A row or column left over is dropped. */
export class OrPoolLayer implements TrainableLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: readonly Float32Array[] = [];
  readonly output: BitImage;
  readonly #members: number;
  readonly #connections: Int32Array;

  /** @throws RangeError if the image is smaller than a square */
  constructor({ height, width, channels }: BitImage, size: number) {
    checkIntegerBetween("OrPoolLayer", "size", size, 1, Math.min(2, height, width));
    const [rows, cols] = [Math.floor(height / size), Math.floor(width / size)];
    this.output = { height: rows, width: cols, channels };
    this.inputs = height * width * channels;
    this.outputs = rows * cols * channels;
    this.#members = size * size;
    this.#connections = Int32Array.from({ length: this.outputs * this.#members }, (_, i) => {
      const member = i % this.#members;
      const place = Math.floor(i / this.#members);
      const [row, col] = [Math.floor(place / cols) % rows, place % cols];
      const channel = Math.floor(place / cols / rows);
      const y = row * size + Math.floor(member / size);
      return (channel * height + y) * width + col * size + (member % size);
    });
  }

  refresh(): void {}

  gradients(): readonly Float32Array[] {
    return [];
  }

  step(): void {}

  forward({ batch, input, output }: LayerPass): void {
    for (let i = 0; i < output.length; i++) {
      output[i] = input[this.#greatest(i, batch, input)];
    }
  }

  hard(pass: LayerPass): void {
    this.forward(pass);
  }

  backward({ batch, input, output }: LayerPass, gradients: LayerGradients): void {
    if (gradients.input === undefined) return;
    for (let i = 0; i < output.length; i++) {
      gradients.input[this.#greatest(i, batch, input)] += gradients.output[i];
    }
  }

  pack(): TruthTableLayer {
    const size = 2 ** this.#members;
    return {
      inputsPerTable: this.#members,
      connections: this.#connections.slice(),
      tables: packTables(this.outputs * size, (i) => i % size !== 0),
    };
  }

  /** Where the greatest member of output i stands in the input. */
  #greatest(i: number, batch: number, input: Float32Array): number {
    const first = Math.floor(i / batch) * this.#members;
    const sample = i % batch;
    let best = this.#connections[first] * batch + sample;
    for (let m = first + 1; m < first + this.#members; m++) {
      const at = this.#connections[m] * batch + sample;
      if (input[at] > input[best]) best = at;
    }
    return best;
  }
}
