import { checkIntegerBetween, checkPositiveInteger, drawSigned, seededWords } from "@bnnkit/core";
import { type DifferenceDecay, drawCandidates } from "@bnnkit/core/truth-tables";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { constrainLatent } from "../latent-constraint.ts";
import { extendedDifferences } from "./extended-differences.ts";
import { chosenRows, type LearnedConnections, readChosen } from "./learned-connections.ts";
import { lookUp } from "./look-up.ts";
import { readRows } from "./read-rows.ts";
import { type EnumeratedUnits, TableLayer, type TableLayerArgs } from "./table-layer.ts";

export interface LookUpTablesArgs extends TableLayerArgs {
  /** n, 1 … 8; default 6. */
  readonly inputsPerTable?: number;
  /** How many values each input learns to choose from, drawn at the start, or `"all"`; default null: connections are drawn and stay. */
  readonly candidates?: number | "all" | null;
  /** How the gradient of an input weighs entries at other addresses; default "code". */
  readonly decay?: DifferenceDecay;
}

/** `y_t = 1 if table_t[Σ_j x[connections[t, j]]·2^j] > 0 else 0`, of bits x; a number above ½ is 1. */
export class LookUpTables extends TableLayer {
  /** What a saved model calls it. */
  static readonly className = "LookUpTables";
  readonly inputsPerTable: number;
  readonly candidates: number | "all" | null;
  readonly decay: DifferenceDecay;
  #tables: tf.LayerVariable | undefined;
  #connections: tf.LayerVariable | undefined;
  #candidates: tf.LayerVariable | undefined;
  #scores: tf.LayerVariable | undefined;

  constructor(args: LookUpTablesArgs) {
    super(args, "lookUpTables");
    this.inputsPerTable = args.inputsPerTable ?? 6;
    this.candidates = args.candidates ?? null;
    this.decay = args.decay ?? "code";
    const { inputsPerTable, candidates, decay } = this;
    checkIntegerBetween("lookUpTables", "inputsPerTable", inputsPerTable, 1, 8);
    if (candidates !== null && candidates !== "all") {
      checkPositiveInteger("lookUpTables", "candidates", candidates);
    }
    if (decay !== "paper" && decay !== "code") {
      throw new RangeError(`lookUpTables: decay must be "paper" or "code", got ${decay}`);
    }
  }

  protected override addWeights(values: number): void {
    const { units, inputsPerTable, candidates } = this;
    const next = seededWords(this.seed);
    const slots = units * inputsPerTable;
    if (candidates === null) {
      this.#connections = this.drawConnections(values, inputsPerTable, next);
    } else {
      const count = Math.min(values, candidates === "all" ? values : candidates);
      const drawn = drawCandidates(values, slots, count, next);
      const scores = Float32Array.from(drawn, () => drawSigned(next));
      this.#scores = this.startWeight("scores", [slots, count], scores);
      this.#candidates = this.startWeight("candidates", [slots, count], drawn);
    }
    const length = units << inputsPerTable;
    const tables = Float32Array.from({ length }, () => drawSigned(next));
    this.#tables = this.startWeight("tables", [units, 1 << inputsPerTable], tables);
    constrainLatent(this.#tables, { centring: false, clip: 1 });
  }

  protected override outputs(x: tf.Tensor): tf.Tensor {
    const { inputsPerTable: inputs, decay } = this;
    const bits = stepped(x, 0.5);
    return lookUp({
      tables: stepped(this.read(this.#tables), 0),
      digits: this.#scores
        ? readChosen(bits, this.#learned)
        : readRows(bits, tf.reshape(this.read(this.#connections), [-1])),
      inputs,
      radix: 2,
      weights: this.read(this.#tables),
      slopes: (tables) => extendedDifferences(tables, inputs, decay),
    });
  }

  override enumerate(): EnumeratedUnits {
    const { units, inputsPerTable } = this;
    const connections = this.#scores
      ? tf.reshape(chosenRows(this.#learned), [units, inputsPerTable])
      : this.read(this.#connections);
    const levels = stepped(this.read(this.#tables), 0);
    const bits = { inputBits: 1, outputBits: 1, outputCode: "binary" } as const;
    return { fanIn: inputsPerTable, connections, levels, ...bits };
  }

  get #learned(): LearnedConnections {
    return { candidates: this.read(this.#candidates), scores: this.read(this.#scores) };
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { inputsPerTable, candidates, decay } = this;
    return { ...super.getConfig(), inputsPerTable, candidates, decay };
  }
}
tf.serialization.registerClass(LookUpTables);

/** 1 above a limit, else 0; the gradient passes unchanged. */
function stepped(x: tf.Tensor, limit: number): tf.Tensor {
  return withCustomGradient([x], {
    forward: () => ({ value: tf.cast(tf.greater(x, limit), "float32"), saved: [] }),
    backward: (gradient) => [tf.clone(gradient)],
  });
}

/** Look-up tables that are learned, with their connections where `candidates` says so. The gradient passes the step unchanged; that of an
 *  input is the extended finite difference of the table. Any optimizer may train them; entries are held within −1 … 1.
 *
 *  Bacellar et al. 2024, Differentiable Weightless Neural Networks, https://arxiv.org/abs/2410.11112
 *  @throws RangeError if `units` is no integer ≥ 1, `inputsPerTable` is beyond 1 … 8 or there is no such decay. */
export function lookUpTables(args: LookUpTablesArgs): LookUpTables {
  return new LookUpTables(args);
}
