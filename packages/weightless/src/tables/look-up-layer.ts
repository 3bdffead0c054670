import { drawSigned, type NextWord } from "@bnnkit/core";
import {
  type DifferenceDecay,
  differenceSmoothing,
  randomConnections,
} from "@bnnkit/core/truth-tables";
import { type AdamParameters, adamParameters, adamStep } from "../adam.ts";
import { writeAddresses } from "./addresses.ts";
import { LearnableMapping } from "./learnable-mapping.ts";
import type { LayerGradients, LayerPass, TrainableLayer } from "./trainable-layer.ts";
import { packTables, type TruthTableLayer } from "./truth-table-network.ts";

export interface LookUpLayerSizes {
  readonly inputs: number;
  readonly tables: number;
  readonly inputsPerTable: number;
  readonly decay: DifferenceDecay;
  /** Candidates that each input of a table learns to choose from; 0: connections are drawn and stay. */
  readonly candidates: number;
}

/** A layer of DWN: tables of reals in [−1, 1] that give 1 where the entry looked up is above 0. The gradient passes the sign unchanged;
 *  that of an input bit is the extended finite difference of the table. */
export class LookUpLayer implements TrainableLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: readonly Float32Array[];
  readonly #inputsPerTable: number;
  readonly #connections: Int32Array;
  readonly #mapping: LearnableMapping | undefined;
  readonly #tables: AdamParameters;
  readonly #smooth: (table: Float64Array) => void;
  readonly #smoothed: Float64Array;
  #addresses: Uint8Array = new Uint8Array(0);
  #slotGradient: Float32Array = new Float32Array(0);

  constructor(sizes: LookUpLayerSizes, next: NextWord) {
    const { inputs, tables, inputsPerTable, decay, candidates } = sizes;
    this.inputs = inputs;
    this.outputs = tables;
    this.#inputsPerTable = inputsPerTable;
    if (candidates > 0) {
      this.#mapping = new LearnableMapping(inputs, tables * inputsPerTable, candidates, next);
    }
    this.#connections =
      this.#mapping?.connections ?? randomConnections(inputs, tables, inputsPerTable, next);
    const length = tables << inputsPerTable;
    this.#tables = adamParameters(Float32Array.from({ length }, () => drawSigned(next)));
    this.#smooth = differenceSmoothing(decay, inputsPerTable);
    this.#smoothed = new Float64Array(length);
    this.weights = [this.#tables.values, ...(this.#mapping ? [this.#mapping.scores.values] : [])];
    this.refresh();
  }

  refresh(): void {
    this.#mapping?.refresh();
    this.#smoothed.set(this.#tables.values);
    const size = 1 << this.#inputsPerTable;
    for (let first = 0; first < this.#smoothed.length; first += size) {
      this.#smooth(this.#smoothed.subarray(first, first + size));
    }
  }

  forward({ batch, input, output }: LayerPass): void {
    const n = this.#inputsPerTable;
    const { values } = this.#tables;
    if (this.#addresses.length !== batch * this.outputs) {
      this.#addresses = new Uint8Array(batch * this.outputs);
      this.#slotGradient = new Float32Array(batch);
    }
    for (let table = 0; table < this.outputs; table++) {
      const row = table * batch;
      writeAddresses(input, batch, this.#connections, table * n, n, this.#addresses, row);
      for (let s = row; s < row + batch; s++) {
        output[s] = values[(table << n) + this.#addresses[s]] > 0 ? 1 : 0;
      }
    }
  }

  /** The pass is one of bits anyway. */
  hard(pass: LayerPass): void {
    this.forward(pass);
  }

  backward(pass: LayerPass, gradients: LayerGradients): void {
    const { batch } = pass;
    const ofTables = this.#tables.gradients;
    this.#mapping?.read(pass);
    for (let table = 0; table < this.outputs; table++) {
      const row = table * batch;
      const first = table << this.#inputsPerTable;
      for (let s = row; s < row + batch; s++) {
        ofTables[first + this.#addresses[s]] += gradients.output[s];
      }
      if (this.#mapping === undefined && gradients.input === undefined) continue;
      for (let j = 0; j < this.#inputsPerTable; j++) this.#backwardInput(table, j, pass, gradients);
    }
  }

  gradients(): readonly Float32Array[] {
    return [this.#tables.gradients, ...(this.#mapping ? [this.#mapping.scores.gradients] : [])];
  }

  step(count: number, learningRate: number): void {
    adamStep(this.#tables, count, learningRate, 1);
    this.#mapping?.step(count, learningRate);
  }

  pack(): TruthTableLayer {
    const { values } = this.#tables;
    return {
      inputsPerTable: this.#inputsPerTable,
      connections: this.#connections.slice(),
      tables: packTables(values.length, (i) => values[i] > 0),
    };
  }

  #backwardInput(table: number, j: number, pass: LayerPass, gradients: LayerGradients): void {
    const { batch } = pass;
    const row = table * batch;
    const first = table << this.#inputsPerTable;
    const bit = 1 << j;
    for (let s = 0; s < batch; s++) {
      const clear = first + (this.#addresses[row + s] & ~bit);
      const difference = this.#smoothed[clear + bit] - this.#smoothed[clear];
      this.#slotGradient[s] = gradients.output[row + s] * difference;
    }
    const slot = table * this.#inputsPerTable + j;
    if (this.#mapping) {
      this.#mapping.backward(slot, this.#slotGradient, gradients.input);
    } else if (gradients.input) {
      const column = this.#connections[slot] * batch;
      for (let s = 0; s < batch; s++) gradients.input[column + s] += this.#slotGradient[s];
    }
  }
}
