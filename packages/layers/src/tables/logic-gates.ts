import { checkIntegerBetween, seededWords } from "@bnnkit/core";
import { gateWeights, type LogicParametrization, type LogicStart } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";
import { type GateTables, gateTables } from "./gate-tables.ts";
import { entriesRead, planesOf } from "./look-up.ts";
import { multilinear } from "./multilinear.ts";
import { readRows } from "./read-rows.ts";
import { type EnumeratedUnits, TableLayer, type TableLayerArgs } from "./table-layer.ts";

export interface LogicGatesArgs extends TableLayerArgs {
  /** n: 2 by default, the only number for `"raw"`; 1 … 8. */
  readonly inputsPerGate?: number;
  /** How real weights make a gate; default "light". */
  readonly parametrization?: LogicParametrization;
  /** Default "residual": all near the identity of their first input. */
  readonly start?: LogicStart;
  /** τ of the parametrization; default 1. */
  readonly gateTemperature?: number;
}

/** Gates with drawn connections, whose functions are learned. In training inputs and outputs are degrees of truth in 0 … 1; else inputs are
 *  bits, above ½ is 1, and a gate is the truth table that its weights come to. */
export class LogicGates extends TableLayer {
  /** What a saved model calls it. */
  static readonly className = "LogicGates";
  readonly inputsPerGate: number;
  readonly parametrization: LogicParametrization;
  readonly start: LogicStart;
  readonly gateTemperature: number;
  readonly #gates: GateTables;
  #weights: tf.LayerVariable | undefined;
  #connections: tf.LayerVariable | undefined;

  constructor(args: LogicGatesArgs) {
    super(args, "logicGates");
    this.inputsPerGate = args.inputsPerGate ?? 2;
    this.parametrization = args.parametrization ?? "light";
    this.start = args.start ?? "residual";
    this.gateTemperature = args.gateTemperature ?? 1;
    this.#check();
    this.#gates = gateTables(this.parametrization, this.inputsPerGate, this.gateTemperature);
  }

  #check(): void {
    const { inputsPerGate, parametrization, start, gateTemperature } = this;
    const where = "logicGates";
    if (!["raw", "light", "warp"].includes(parametrization)) {
      throw new RangeError(
        `${where}: parametrization must be "raw", "light" or "warp", got ${parametrization}`,
      );
    }
    if (start !== "random" && start !== "residual") {
      throw new RangeError(`${where}: start must be "random" or "residual", got ${start}`);
    }
    checkIntegerBetween(where, "inputsPerGate", inputsPerGate, 1, 8);
    if (parametrization === "raw" && inputsPerGate !== 2) {
      throw new RangeError(`${where}: inputsPerGate must be 2 for "raw", got ${inputsPerGate}`);
    }
    if (gateTemperature > 0 && gateTemperature < Number.POSITIVE_INFINITY) return;
    throw new RangeError(
      `${where}: gateTemperature must be positive and finite, got ${gateTemperature}`,
    );
  }

  protected override addWeights(values: number): void {
    const { units, inputsPerGate, parametrization, start, gateTemperature } = this;
    const next = seededWords(this.seed);
    this.#connections = this.drawConnections(values, inputsPerGate, next);
    const gates = gateWeights(parametrization, inputsPerGate, start, gateTemperature);
    const size = gates.weightsPerGate;
    const weights = new Float32Array(units * size);
    for (let gate = 0; gate < units; gate++) {
      gates.start(weights.subarray(gate * size, (gate + 1) * size), next);
    }
    this.#weights = this.startWeight("gates", [units, size], weights);
  }

  protected override outputs(x: tf.Tensor, training: boolean): tf.Tensor {
    const { units, inputsPerGate: inputs } = this;
    const slots = readRows(x, tf.reshape(this.read(this.#connections), [-1]));
    if (training) {
      const values = this.#gates.values(this.read(this.#weights));
      const y = multilinear(values, planesOf(slots, units, inputs));
      return this.#gates.isSquashed ? tf.sigmoid(y) : y;
    }
    const tables = this.#gates.entries(this.read(this.#weights));
    const bits = tf.cast(tf.greater(slots, 0.5), "float32");
    return tf.gather(tf.reshape(tables, [-1]), entriesRead(bits, tables.shape, inputs, 2));
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

/** Logic gates that are learned, between drawn connections, each of which stays.
 *
 *  Petersen et al. 2022, Deep Differentiable Logic Gate Networks, https://arxiv.org/abs/2210.08277 ("raw"); with a weight for each entry
 *  ("light") https://arxiv.org/abs/2510.03250, for each Walsh character ("warp") https://arxiv.org/abs/2602.03527. The authors of the original
 *  method state "patent pending" beside their code.
 *  @throws RangeError if `units` is no integer ≥ 1, `inputsPerGate` is beyond 1 … 8 or not 2 for "raw", the temperature is not positive, or
 *    there is no such parametrization or start. */
export function logicGates(args: LogicGatesArgs): LogicGates {
  return new LogicGates(args);
}
