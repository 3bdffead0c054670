import * as tf from "@tensorflow/tfjs";
import { attend, type KeyValue, projectToHeads, splitHeads } from "./attention.ts";
import type {
  BlockArithmetic,
  BlockAttention,
  BlockDense,
  DropoutPlace,
  Projections,
} from "./blocks.ts";
import type { DenseInput, ForwardPass } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";
import { inputPlace, operandPlace, scalesRows } from "./placed-quantizer.ts";
import { relu } from "./relu.ts";

export interface TensorBlocksOptions {
  /** Sentences in the batch. */
  readonly size: number;
  /** Added to the scores of self attention; absent: every key is seen. */
  readonly mask?: tf.Tensor;
  /** Keys and values of the encoder's rows for each cross attention, in their order, and their mask. */
  readonly memory?: { readonly layers: readonly KeyValue[]; readonly mask: tf.Tensor };
  /** Keys and values of the rows before these for each self attention, in their order. */
  readonly past?: readonly KeyValue[];
}

/** Blocks of tensors: a forward pass, in training or as a packed model computes. */
export class TensorBlocks implements BlockArithmetic<tf.Tensor2D, tf.Tensor4D> {
  readonly config: ForwardPass["config"];
  readonly step: number;
  /** Keys and values of each self attention so far. */
  readonly present: KeyValue[] = [];
  readonly #pass: ForwardPass;
  readonly #options: TensorBlocksOptions;
  #memoriesRead = 0;

  constructor(pass: ForwardPass, options: TensorBlocksOptions) {
    this.config = pass.config;
    this.step = pass.step;
    this.#pass = pass;
    this.#options = options;
  }

  norm(x: tf.Tensor2D, name: string): tf.Tensor2D {
    return normalize(this.#pass, x, name);
  }

  dense(x: tf.Tensor2D, { name, bias, oneBit, input: role }: BlockDense): tf.Tensor2D {
    const { arithmetic } = this.#pass;
    const input = arithmetic.prepare(x, oneBit.activations ? inputPlace(name, role) : undefined);
    return arithmetic.dense(input, { name, binaryWeights: oneBit.weights, bias });
  }

  project(x: tf.Tensor2D, projections: Projections): readonly tf.Tensor4D[] {
    if (this.config.separateProjections) return this.#projectEach(x, projections);
    const { prefix, oneBit } = projections;
    const place = oneBit.activations ? inputPlace(prefix) : undefined;
    return this.projectPrepared(this.#pass.arithmetic.prepare(x, place), projections);
  }

  /** Projections of rows that are prepared once for several layers. */
  projectPrepared(input: DenseInput, projections: Projections): readonly tf.Tensor4D[] {
    return projectToHeads(this.#pass, input, { ...projections, size: this.#options.size });
  }

  projectMemory(): readonly tf.Tensor4D[] {
    const layer = this.#options.memory?.layers[this.#memoriesRead++];
    if (layer === undefined) throw new RangeError("decode: memory must have each decoder layer");
    return [layer.key, layer.value];
  }

  attend(attention: BlockAttention<tf.Tensor4D>): tf.Tensor2D {
    const { prefix, query, keys, oneBit } = attention;
    const { memory } = this.#options;
    const isSelf = keys !== "memory";
    const keyValue = isSelf ? this.#remember(attention) : attention;
    const mask = isSelf ? this.#options.mask : memory?.mask;
    const { key, value } = keyValue;
    const operands = { prefix, key, value, binary: oneBit };
    return attend(this.#pass, query, { ...operands, ...(mask && { mask }) });
  }

  relu(x: tf.Tensor2D): tf.Tensor2D {
    return relu(x);
  }

  add(x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
    return tf.add(x, y);
  }

  dropout(x: tf.Tensor2D, place: DropoutPlace): tf.Tensor2D {
    const { dropout, hiddenDropout = 0 } = this.config;
    return this.#pass.dropout(x, place === "hidden" ? hiddenDropout : dropout);
  }

  passed(x: tf.Tensor2D): void {
    this.#pass.trace?.hidden.push(x);
  }

  /** Each role with a matrix of its own. */
  #projectEach(
    x: tf.Tensor2D,
    { prefix, roles, oneBit, norms, bias, quantized }: Projections,
  ): readonly tf.Tensor4D[] {
    const { features: outFeatures, heads } = this.config;
    const { quantizers, arithmetic } = this.#pass;
    return roles.map((role) => {
      const name = `${prefix}/${role}`;
      const projected = this.dense(x, { name, outFeatures, bias, oneBit });
      const rows = norms ? this.norm(projected, `${name}-norm`) : projected;
      const isByRows = scalesRows(quantizers.operands ?? quantizers.activations);
      const operand =
        quantized && !isByRows ? arithmetic.quantize(rows, operandPlace(name)).values : rows;
      return splitHeads(operand, heads, this.#options.size);
    });
  }

  #remember({ key, value }: KeyValue): KeyValue {
    const before = this.#options.past?.[this.present.length];
    const all = before
      ? { key: tf.concat([before.key, key], 2), value: tf.concat([before.value, value], 2) }
      : { key, value };
    this.present.push(all);
    return all;
  }
}
