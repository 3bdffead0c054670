import type { NextWord } from "@bnnkit/core";
import type { GateWeights } from "@bnnkit/core/truth-tables";
import { type AdamParameters, adamParameters, adamStep } from "../adam.ts";
import { writeAddresses } from "./addresses.ts";
import { multilinear, multilinearBackward, type TableInputs } from "./multilinear.ts";
import type { LayerGradients, LayerPass, TrainableLayer } from "./trainable-layer.ts";
import { packTables, type TruthTableLayer } from "./truth-table-network.ts";

/** Which values each output of a layer reads, and by which gate. */
export interface GateWiring {
  /** Values before the layer. */
  readonly inputs: number;
  readonly inputsPerGate: number;
  /** Outputs × inputsPerGate. */
  readonly connections: Int32Array;
  /** The gate of each output; outputs that share one, as at the positions of a convolution, have one function. */
  readonly gateOf: Int32Array;
}

/** A layer of gates that are true to some degree in training and exact afterwards; its connections stay. */
export class LogicLayer implements TrainableLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: readonly Float32Array[];
  readonly #wiring: GateWiring;
  readonly #gates: GateWeights;
  readonly #parameters: AdamParameters;
  /** A row of weights and of their gradients for each gate. */
  readonly #rows: readonly { readonly weights: Float32Array; readonly gradients: Float32Array }[];
  readonly #tables: readonly {
    readonly values: Float64Array;
    readonly gradients: Float64Array;
    readonly entries: Uint8Array;
  }[];

  constructor(wiring: GateWiring, gates: GateWeights, next: NextWord) {
    this.inputs = wiring.inputs;
    this.outputs = wiring.gateOf.length;
    this.#wiring = wiring;
    this.#gates = gates;
    const { weightsPerGate } = gates;
    const count = wiring.gateOf.reduce((most, gate) => Math.max(most, gate + 1), 0);
    this.#parameters = adamParameters(new Float32Array(count * weightsPerGate));
    this.#rows = Array.from({ length: count }, (_, gate) => {
      const range: [number, number] = [gate * weightsPerGate, (gate + 1) * weightsPerGate];
      const { values, gradients } = this.#parameters;
      return { weights: values.subarray(...range), gradients: gradients.subarray(...range) };
    });
    const size = 2 ** wiring.inputsPerGate;
    this.#tables = this.#rows.map(() => ({
      values: new Float64Array(size),
      gradients: new Float64Array(size),
      entries: new Uint8Array(size),
    }));
    this.weights = [this.#parameters.values];
    for (const { weights } of this.#rows) gates.start(weights, next);
    this.refresh();
  }

  refresh(): void {
    this.#rows.forEach(({ weights }, gate) => {
      this.#gates.valuesOf(weights, this.#tables[gate].values);
    });
  }

  forward(pass: LayerPass): void {
    const { batch, output } = pass;
    this.#wiring.gateOf.forEach((gate, i) => {
      multilinear(this.#tables[gate].values, this.#inputsOf(i, pass), output, i * batch);
    });
    if (!this.#gates.isSquashed) return;
    for (let i = 0; i < output.length; i++) output[i] = 1 / (1 + Math.exp(-output[i]));
  }

  backward(pass: LayerPass, gradients: LayerGradients): void {
    const { batch, output } = pass;
    const ofOutput = this.#gates.isSquashed
      ? gradients.output.map((gradient, i) => gradient * output[i] * (1 - output[i]))
      : gradients.output;
    this.#wiring.gateOf.forEach((gate, i) => {
      const { values, gradients: ofTable } = this.#tables[gate];
      const inputs = this.#inputsOf(i, pass);
      multilinearBackward(values, inputs, ofOutput, i * batch, ofTable, gradients.input);
    });
  }

  hard({ batch, input, output }: LayerPass): void {
    const addresses = new Uint8Array(batch);
    const { inputsPerGate: n, connections, gateOf } = this.#wiring;
    this.#harden();
    gateOf.forEach((gate, i) => {
      const { entries } = this.#tables[gate];
      writeAddresses(input, batch, connections, i * n, n, addresses, 0);
      for (let s = 0; s < batch; s++) output[i * batch + s] = entries[addresses[s]];
    });
  }

  gradients(): readonly Float32Array[] {
    this.#rows.forEach(({ weights, gradients }, gate) => {
      const ofTable = this.#tables[gate].gradients;
      this.#gates.backward(weights, ofTable, gradients);
      ofTable.fill(0);
    });
    return [this.#parameters.gradients];
  }

  step(count: number, learningRate: number): void {
    this.gradients();
    adamStep(this.#parameters, count, learningRate, Infinity);
  }

  pack(): TruthTableLayer {
    const { inputsPerGate, connections, gateOf } = this.#wiring;
    const size = 2 ** inputsPerGate;
    this.#harden();
    return {
      inputsPerTable: inputsPerGate,
      connections: connections.slice(),
      tables: packTables(size * gateOf.length, (i) => {
        const { entries } = this.#tables[gateOf[Math.floor(i / size)]];
        return entries[i % size] === 1;
      }),
    };
  }

  #harden(): void {
    this.#tables.forEach(({ entries }, gate) => {
      this.#gates.harden(this.#rows[gate].weights, entries);
    });
  }

  #inputsOf(output: number, { batch, input }: LayerPass): TableInputs {
    const { inputsPerGate: n, connections } = this.#wiring;
    const columns = Array.from(
      connections.subarray(output * n, (output + 1) * n),
      (value) => value * batch,
    );
    return { batch, input, columns };
  }
}
