import { seededWords } from "@bnnkit/core";
import type { LogicParametrization, LogicStart } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";
import { type GateOptions, gateOptions } from "./gate-options.ts";
import { LearnedGates } from "./learned-gates.ts";
import { readRows } from "./read-rows.ts";
import { type EnumeratedUnits, TableLayer, type TableLayerArgs } from "./table-layer.ts";

export interface LogicGatesArgs extends TableLayerArgs, GateOptions {}

/** Gates with drawn connections, whose functions are learned. In training inputs and outputs are degrees of truth in 0 … 1; else inputs are
 *  bits, above ½ is 1, and a gate is the truth table that its weights come to. */
export class LogicGates extends TableLayer {
  /** What a saved model calls it. */
  static readonly className = "LogicGates";
  readonly inputsPerGate: number;
  readonly parametrization: LogicParametrization;
  readonly start: LogicStart;
  readonly gateTemperature: number;
  readonly #gates: LearnedGates;
  #weights: tf.LayerVariable | undefined;
  #connections: tf.LayerVariable | undefined;

  constructor(args: LogicGatesArgs) {
    super(args, "logicGates");
    const options = gateOptions("logicGates", args);
    this.inputsPerGate = options.inputsPerGate;
    this.parametrization = options.parametrization;
    this.start = options.start;
    this.gateTemperature = options.gateTemperature;
    this.#gates = new LearnedGates(options);
  }

  protected override addWeights(values: number): void {
    const next = seededWords(this.seed);
    this.#connections = this.drawConnections(values, this.inputsPerGate, next);
    const { shape, values: weights } = this.#gates.draw(this.units, next);
    this.#weights = this.startWeight("gates", shape, weights);
  }

  protected override outputs(x: tf.Tensor, training: boolean): tf.Tensor {
    const slots = readRows(x, tf.reshape(this.read(this.#connections), [-1]));
    return this.#gates.outputs(this.read(this.#weights), slots, training);
  }

  override enumerate(): EnumeratedUnits {
    return {
      fanIn: this.inputsPerGate,
      inputBits: 1,
      connections: this.read(this.#connections),
      levels: this.#gates.entries(this.read(this.#weights)),
      outputBits: 1,
      outputCode: "binary",
    };
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { inputsPerGate, parametrization, start, gateTemperature } = this;
    return { ...super.getConfig(), inputsPerGate, parametrization, start, gateTemperature };
  }
}
tf.serialization.registerClass(LogicGates);

/** Logic gates that are learned, between drawn connections that stay.
 *
 *  Petersen et al. 2022, Deep Differentiable Logic Gate Networks, https://arxiv.org/abs/2210.08277 ("raw"); with a weight for each entry
 *  ("light") https://arxiv.org/abs/2510.03250, for each Walsh character ("warp") https://arxiv.org/abs/2602.03527. The authors of the original
 *  method state "patent pending" beside their code.
 *  @throws RangeError if `units` is no integer ≥ 1, `inputsPerGate` is beyond 1 … 8 or not 2 for "raw", the temperature is not positive, or
 *    there is no such parametrization or start. */
export function logicGates(args: LogicGatesArgs): LogicGates {
  return new LogicGates(args);
}
