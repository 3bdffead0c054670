import { drawSigned, type NextWord } from "@bnnkit/core";
import { drawCandidates, mappingTemperature } from "@bnnkit/core/truth-tables";
import { type AdamParameters, adamParameters, adamStep } from "../adam.ts";
import type { LayerPass } from "./trainable-layer.ts";

/** Shares below are taken for nothing. */
const leastShare = 1e-7;

/** Connections that are learned: each input of a table reads the candidate whose score is highest, the first of those that tie. The
 *  gradient of a score is Σ_samples (2x − 1)·g, x the candidate's bit and g the gradient of the input; to the candidates it goes in shares
 *  softmax(scores/0.001). */
export class LearnableMapping {
  /** What each input of each table reads now. */
  readonly connections: Int32Array;
  readonly scores: AdamParameters;
  readonly #perSlot: number;
  readonly #candidates: Int32Array;
  readonly #shares: Float32Array;
  /** The samples that set value v: #setSamples from #starts[v] up to #starts[v + 1]. */
  #setSamples: Uint32Array = new Uint32Array(0);
  #starts: Uint32Array = new Uint32Array(0);

  /** @param perSlot  candidates of each input, drawn without repetition; all values if there are not more */
  constructor(width: number, slots: number, perSlot: number, next: NextWord) {
    this.#perSlot = Math.min(width, perSlot);
    this.connections = new Int32Array(slots);
    this.#candidates = drawCandidates(width, slots, perSlot, next);
    const { length } = this.#candidates;
    this.scores = adamParameters(Float32Array.from({ length }, () => drawSigned(next)));
    this.#shares = new Float32Array(length);
    this.refresh();
  }

  refresh(): void {
    const { values } = this.scores;
    for (let slot = 0; slot < this.connections.length; slot++) {
      const first = slot * this.#perSlot;
      let best = first;
      for (let i = first; i < first + this.#perSlot; i++) if (values[i] > values[best]) best = i;
      this.connections[slot] = this.#candidates[best];
      let sum = 0;
      for (let i = first; i < first + this.#perSlot; i++) {
        this.#shares[i] = Math.exp((values[i] - values[best]) / mappingTemperature);
        sum += this.#shares[i];
      }
      for (let i = first; i < first + this.#perSlot; i++) this.#shares[i] /= sum;
    }
  }

  /** Takes note of which samples set each value of a pass, whose inputs must be bits; `backward` follows for each slot. */
  read({ batch, input }: LayerPass): void {
    const width = input.length / batch;
    if (this.#setSamples.length < input.length) this.#setSamples = new Uint32Array(input.length);
    if (this.#starts.length !== width + 1) this.#starts = new Uint32Array(width + 1);
    let end = 0;
    for (let value = 0; value < width; value++) {
      for (let s = 0; s < batch; s++) {
        if (input[value * batch + s] > 0.5) this.#setSamples[end++] = s;
      }
      this.#starts[value + 1] = end;
    }
  }

  /** Adds the gradients of one input of one table.
   *  @param gradient  one per sample */
  backward(slot: number, gradient: Float32Array, inputGradient: Float32Array | undefined): void {
    const batch = gradient.length;
    let all = 0;
    for (let s = 0; s < batch; s++) all += gradient[s];
    for (let i = slot * this.#perSlot; i < (slot + 1) * this.#perSlot; i++) {
      const value = this.#candidates[i];
      let set = 0;
      for (let at = this.#starts[value]; at < this.#starts[value + 1]; at++) {
        set += gradient[this.#setSamples[at]];
      }
      this.scores.gradients[i] += 2 * set - all;
      const share = this.#shares[i];
      if (inputGradient === undefined || share < leastShare) continue;
      for (let s = 0; s < batch; s++) inputGradient[value * batch + s] += share * gradient[s];
    }
  }

  step(count: number, learningRate: number): void {
    adamStep(this.scores, count, learningRate, Infinity);
  }
}
