import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { KernelLayer } from "./kernel-layer.ts";
import type { KernelLayerArgs } from "./kernel-layer-args.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface QuantEmbeddingArgs
  extends Omit<
    KernelLayerArgs,
    | "inputQuantizer"
    | "inputScale"
    | "outputMap"
    | "overwritesKernel"
    | "biasScale"
    | "gradientInput"
    | "gradientExponents"
    | "gradientBits"
    | "useBias"
  > {
  /** How many ids there are: 0 … inputDim − 1. */
  readonly inputDim: number;
  /** Features of each. */
  readonly outputDim: number;
  /** Ids in a row; default any number. */
  readonly inputLength?: number;
}

/** Rows of a quantized table by their ids: `[batch, length]` to `[batch, length, outputDim]`. The kernel is the table,
 *  `[inputDim, outputDim]`; scaleAxis "activations" is one scale for each id here. */
export class QuantEmbedding extends KernelLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantEmbedding";
  readonly inputDim: number;
  readonly outputDim: number;

  constructor(args: QuantEmbeddingArgs) {
    const { inputLength = null } = args;
    const isFirst = args.batchInputShape !== undefined || args.inputShape !== undefined;
    super({
      ...args,
      ...(!isFirst && { batchInputShape: [args.batchSize ?? null, inputLength] }),
      inputQuantizer: null,
      inputScale: null,
      outputMap: null,
      gradientInput: null,
      gradientExponents: null,
      gradientBits: null,
      overwritesKernel: false,
      useBias: false,
      biasScale: null,
    });
    checkPositiveInteger("quantEmbedding", "inputDim", args.inputDim);
    checkPositiveInteger("quantEmbedding", "outputDim", args.outputDim);
    this.inputDim = args.inputDim;
    this.outputDim = args.outputDim;
  }

  override build(): void {
    this.addWeights([this.inputDim, this.outputDim], this.outputDim);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [...singleShape(this.name, inputShape), this.outputDim];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() => {
      const ids = tf.cast(singleTensor(this.name, inputs), "int32");
      return tf.gather(this.quantizedKernel(args), ids);
    });
  }

  override get matrixShape(): readonly [rows: number, columns: number] {
    return [this.inputDim, this.outputDim];
  }

  /** None: rows are looked up. */
  override productsFor(): number {
    return 0;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), inputDim: this.inputDim, outputDim: this.outputDim };
  }
}
tf.serialization.registerClass(QuantEmbedding);

/** An embedding whose table is quantized. It can be trained; `packClassifier`, which is for maps, refuses it.
 *  @throws RangeError if a size is no integer ≥ 1 or the quantizer is not registered. */
export function quantEmbedding(args: QuantEmbeddingArgs): QuantEmbedding {
  return new QuantEmbedding(args);
}
