import { type AdamParameters, adamParameters, adamStep } from "../adam.ts";
import type { NextWord } from "../seeded-words.ts";
import { writeAddresses } from "./addresses.ts";
import type { GateWeights } from "./logic-parametrization.ts";
import { multilinear, multilinearBackward, type TableInputs } from "./multilinear.ts";
import { randomConnections } from "./random-connections.ts";
import type { LayerGradients, LayerPass, TrainableLayer } from "./trainable-layer.ts";
import { packTables, type TruthTableLayer } from "./truth-table-network.ts";

/** A layer of gates that are true to some degree in training and exact afterwards; its connections are drawn and stay. */
export class LogicLayer implements TrainableLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: readonly Float32Array[];
  readonly #gateInputs: number;
  readonly #gates: GateWeights;
  readonly #connections: Int32Array;
  readonly #parameters: AdamParameters;
  /** A row of weights and of their gradients for each gate. */
  readonly #rows: readonly { readonly weights: Float32Array; readonly gradients: Float32Array }[];
  readonly #tables: readonly {
    readonly values: Float64Array;
    readonly gradients: Float64Array;
    readonly entries: Uint8Array;
  }[];

  constructor(
    inputs: number,
    outputs: number,
    gateInputs: number,
    gates: GateWeights,
    next: NextWord,
  ) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.#gateInputs = gateInputs;
    this.#gates = gates;
    this.#connections = randomConnections(inputs, outputs, gateInputs, next);
    const { weightsPerGate } = gates;
    this.#parameters = adamParameters(new Float32Array(outputs * weightsPerGate));
    this.#rows = Array.from({ length: outputs }, (_, gate) => {
      const range: [number, number] = [gate * weightsPerGate, (gate + 1) * weightsPerGate];
      const { values, gradients } = this.#parameters;
      return { weights: values.subarray(...range), gradients: gradients.subarray(...range) };
    });
    const size = 2 ** gateInputs;
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
    for (let gate = 0; gate < this.outputs; gate++) {
      multilinear(this.#tables[gate].values, this.#inputsOf(gate, pass), output, gate * batch);
    }
    if (!this.#gates.isSquashed) return;
    for (let i = 0; i < output.length; i++) output[i] = 1 / (1 + Math.exp(-output[i]));
  }

  backward(pass: LayerPass, gradients: LayerGradients): void {
    const { batch, output } = pass;
    const ofOutput = this.#gates.isSquashed
      ? gradients.output.map((gradient, i) => gradient * output[i] * (1 - output[i]))
      : gradients.output;
    this.#tables.forEach(({ values, gradients: ofTable }, gate) => {
      const inputs = this.#inputsOf(gate, pass);
      multilinearBackward(values, inputs, ofOutput, gate * batch, ofTable, gradients.input);
    });
  }

  hard({ batch, input, output }: LayerPass): void {
    const addresses = new Uint8Array(batch);
    const n = this.#gateInputs;
    this.#tables.forEach(({ entries }, gate) => {
      this.#gates.harden(this.#rows[gate].weights, entries);
      writeAddresses(input, batch, this.#connections, gate * n, n, addresses, 0);
      for (let s = 0; s < batch; s++) output[gate * batch + s] = entries[addresses[s]];
    });
  }

  step(count: number, learningRate: number): void {
    this.#rows.forEach(({ weights, gradients }, gate) => {
      const ofTable = this.#tables[gate].gradients;
      this.#gates.backward(weights, ofTable, gradients);
      ofTable.fill(0);
    });
    adamStep(this.#parameters, count, learningRate, Infinity);
  }

  pack(): TruthTableLayer {
    const size = 2 ** this.#gateInputs;
    this.#tables.forEach(({ entries }, gate) => {
      this.#gates.harden(this.#rows[gate].weights, entries);
    });
    return {
      inputsPerTable: this.#gateInputs,
      connections: this.#connections.slice(),
      tables: packTables(
        size * this.outputs,
        (i) => this.#tables[Math.floor(i / size)].entries[i % size] === 1,
      ),
    };
  }

  #inputsOf(gate: number, { batch, input }: LayerPass): TableInputs {
    const n = this.#gateInputs;
    const columns = Array.from(
      this.#connections.subarray(gate * n, (gate + 1) * n),
      (value) => value * batch,
    );
    return { batch, input, columns };
  }
}
