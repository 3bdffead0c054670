import type { NextWord } from "@bnnkit/core";
import {
  type LevelCode,
  levelBit,
  levelBits,
  type Monomials,
  monomialsOf,
  monomialValues,
  neuronInputs,
  randomConnections,
  startNeurons,
} from "@bnnkit/core/truth-tables";
import { type AdamParameters, adamParameters, adamStep } from "../adam.ts";
import type { LayerGradients, LayerPass, TrainableLayer } from "./trainable-layer.ts";
import { packTables, type TruthTableLayer } from "./truth-table-network.ts";

export interface NeuronLayerSizes {
  /** Neurons or bits before the layer. */
  readonly inputs: number;
  readonly neurons: number;
  /** Neurons that each reads. */
  readonly fanIn: number;
  /** Bits of each value read; fanIn · inputBits is at most 8. */
  readonly inputBits: number;
  /** Bits of each value given. */
  readonly outputBits: number;
  readonly outputCode: LevelCode;
  readonly degree: number;
}

/** A layer of small quantized neurons: v = round(L·clip((z + 1)/2, 0, 1)), half up, z a polynomial of the values read, each scaled to
 *  −1 … 1, and L = 2^bits − 1. All that a neuron can read are 2^(fanIn·inputBits) addresses, so it is enumerated, in training, too. The
 *  gradient passes the rounding unchanged and is 0 where z is clipped. */
export class NeuronLayer implements TrainableLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly outputLimit: number;
  readonly weights: readonly Float32Array[];
  readonly #sizes: NeuronLayerSizes;
  readonly #connections: Int32Array;
  readonly #monomials: Monomials;
  readonly #parameters: AdamParameters;
  /** Of each address: its monomials' values. */
  readonly #features: readonly Float64Array[];
  /** Of each neuron and address: v, and ∂v/∂z. */
  readonly #levels: Uint8Array;
  readonly #slopes: Float32Array;
  readonly #ofSums: Float64Array;
  #addresses: Uint8Array = new Uint8Array(0);

  constructor(sizes: NeuronLayerSizes, next: NextWord) {
    const { inputs, neurons, fanIn, inputBits, outputBits, degree } = sizes;
    this.#sizes = sizes;
    this.inputs = inputs;
    this.outputs = neurons;
    this.outputLimit = 2 ** outputBits - 1;
    this.#connections = randomConnections(inputs, neurons, fanIn, next);
    this.#monomials = monomialsOf(fanIn, degree);
    const count = this.#monomials.factors.length;
    const addresses = 2 ** (fanIn * inputBits);
    this.#features = Array.from({ length: addresses }, (_, a) =>
      monomialValues(this.#monomials, neuronInputs(a, fanIn, inputBits)),
    );
    const start = startNeurons(neurons, count, next);
    this.#parameters = adamParameters(start);
    this.weights = [start];
    this.#levels = new Uint8Array(neurons * addresses);
    this.#slopes = new Float32Array(neurons * addresses);
    this.#ofSums = new Float64Array(neurons * addresses);
    this.refresh();
  }

  refresh(): void {
    const addresses = this.#features.length;
    for (let i = 0; i < this.#levels.length; i++) {
      const z = this.#sum(Math.floor(i / addresses), i % addresses);
      const share = Math.min(1, Math.max(0, (z + 1) / 2));
      this.#levels[i] = Math.floor(this.outputLimit * share + 0.5);
      this.#slopes[i] = Math.abs(z) <= 1 ? this.outputLimit / 2 : 0;
    }
  }

  forward({ batch, input, output }: LayerPass): void {
    const { fanIn, inputBits } = this.#sizes;
    if (this.#addresses.length !== output.length) this.#addresses = new Uint8Array(output.length);
    this.#addresses.fill(0);
    for (let neuron = 0; neuron < this.outputs; neuron++) {
      const row = neuron * batch;
      for (let j = 0; j < fanIn; j++) {
        const column = this.#connections[neuron * fanIn + j] * batch;
        for (let s = 0; s < batch; s++) {
          this.#addresses[row + s] |= input[column + s] << (j * inputBits);
        }
      }
      const first = neuron * this.#features.length;
      for (let s = row; s < row + batch; s++) output[s] = this.#levels[first + this.#addresses[s]];
    }
  }

  hard(pass: LayerPass): void {
    this.forward(pass);
  }

  backward({ batch }: LayerPass, gradients: LayerGradients): void {
    const addresses = this.#features.length;
    for (let neuron = 0; neuron < this.outputs; neuron++) {
      const first = neuron * addresses;
      const row = neuron * batch;
      for (let s = row; s < row + batch; s++) {
        const entry = first + this.#addresses[s];
        this.#ofSums[entry] += gradients.output[s] * this.#slopes[entry];
      }
      if (gradients.input === undefined) continue;
      for (let j = 0; j < this.#sizes.fanIn; j++) {
        const column = this.#connections[neuron * this.#sizes.fanIn + j] * batch;
        const byInput = this.#inputSlopes(neuron, j);
        for (let s = 0; s < batch; s++) {
          const address = this.#addresses[row + s];
          gradients.input[column + s] += gradients.output[row + s] * byInput[address];
        }
      }
    }
  }

  gradients(): readonly Float32Array[] {
    const addresses = this.#features.length;
    const { gradients } = this.#parameters;
    const size = this.#monomials.factors.length;
    this.#ofSums.forEach((gradient, i) => {
      if (gradient === 0) return;
      const features = this.#features[i % addresses];
      const first = Math.floor(i / addresses) * size;
      for (let m = 0; m < size; m++) gradients[first + m] += gradient * features[m];
    });
    this.#ofSums.fill(0);
    return [gradients];
  }

  step(count: number, learningRate: number): void {
    this.gradients();
    adamStep(this.#parameters, count, learningRate, Infinity);
  }

  pack(): TruthTableLayer {
    const { fanIn, inputBits, outputBits, outputCode } = this.#sizes;
    const addresses = this.#features.length;
    const bits = levelBits(outputCode, outputBits);
    const connections = Array.from({ length: this.outputs * bits }, (_, table) => {
      const slots = this.#connections.subarray(
        Math.floor(table / bits) * fanIn,
        Math.floor(table / bits + 1) * fanIn,
      );
      return Array.from(slots, (value) =>
        Array.from({ length: inputBits }, (__, bit) => value * inputBits + bit),
      );
    });
    return {
      inputsPerTable: fanIn * inputBits,
      connections: Int32Array.from(connections.flat(2)),
      tables: packTables(this.outputs * bits * addresses, (i) => {
        const table = Math.floor(i / addresses);
        const level = this.#levels[Math.floor(table / bits) * addresses + (i % addresses)];
        return levelBit(outputCode, level, table % bits) === 1;
      }),
    };
  }

  #sum(neuron: number, address: number): number {
    const features = this.#features[address];
    const first = neuron * features.length;
    let sum = 0;
    for (let m = 0; m < features.length; m++) {
      sum += this.#parameters.values[first + m] * features[m];
    }
    return sum;
  }

  /** Of each address: ∂v/∂(value read at input j). */
  #inputSlopes(neuron: number, j: number): Float64Array {
    const { values } = this.#parameters;
    const firstWeight = neuron * this.#monomials.factors.length;
    const scale = 2 / (2 ** this.#sizes.inputBits - 1);
    return Float64Array.from(this.#features, (features, address) => {
      let slope = 0;
      for (const { of, times, reduced } of this.#monomials.derivatives[j]) {
        slope += times * values[firstWeight + of] * features[reduced];
      }
      return slope * scale * this.#slopes[neuron * this.#features.length + address];
    });
  }
}
