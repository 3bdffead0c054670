import { createQuantizer, type Quantizer, type QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { isFactored, kernelDigits, scaledOutputs } from "./factored-kernel.ts";
import { clipLatent } from "./latent-clip.ts";

/** What every layer of TensorFlow.js takes: `name`, `inputShape`, `trainable` and the like. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** What layers with a quantized kernel share. */
export interface KernelLayerArgs extends LayerArgs {
  /** Quantizes the input: a quantizer, its name, or its name and options. Default: the input as it is. */
  readonly inputQuantizer?: QuantizerSpec | string | null;
  /** Quantizes the kernel. Scales of bmtQuantizer have the axis "weights" here. Default: the kernel as it is. */
  readonly kernelQuantizer?: QuantizerSpec | string | null;
  /** Greatest magnitude of a latent weight, to which each update is clipped; null: none. Default 1 for a quantizer with
   *  constant scales, which weights beyond 1 would never see again, else null. */
  readonly kernelClip?: number | null;
  /** A real number added to each output; default false, as a batch normalization follows. */
  readonly useBias?: boolean;
  /** Seed of the kernel's Glorot uniform values. */
  readonly seed?: number | null;
}

/** A layer with a latent kernel that is quantized each time it is used, its input, too. */
export abstract class KernelLayer extends tf.layers.Layer {
  readonly inputQuantizer: Quantizer | undefined;
  readonly kernelQuantizer: Quantizer | undefined;
  readonly kernelClip: number | null;
  readonly useBias: boolean;
  readonly seed: number | null;
  #kernel: tf.LayerVariable | undefined;
  #bias: tf.LayerVariable | undefined;

  constructor(args: KernelLayerArgs) {
    super(args);
    this.inputQuantizer = args.inputQuantizer ? createQuantizer(args.inputQuantizer) : undefined;
    this.kernelQuantizer = args.kernelQuantizer ? createQuantizer(args.kernelQuantizer) : undefined;
    this.kernelClip =
      args.kernelClip === undefined ? defaultClip(this.kernelQuantizer) : args.kernelClip;
    this.useBias = args.useBias ?? false;
    this.seed = args.seed ?? null;
    if (this.kernelClip !== null && !(this.kernelClip > 0)) {
      throw new RangeError(
        `${this.name}: kernelClip must be positive or null, got ${this.kernelClip}`,
      );
    }
  }

  /** The latent kernel, outputs last.
   *  @throws RangeError before the layer is built. */
  get kernel(): tf.Tensor {
    return this.#read(this.#kernel);
  }

  /** One number for each output, where `useBias`. */
  get bias(): tf.Tensor | undefined {
    return this.useBias ? this.#read(this.#bias) : undefined;
  }

  /** Adds the weights; call it in `build`.
   *  @param shape  of the kernel, outputs last */
  protected addKernel(shape: number[]): void {
    const glorot = tf.initializers.glorotUniform(this.seed === null ? {} : { seed: this.seed });
    this.#kernel = this.addWeight("kernel", shape, "float32", glorot);
    if (this.kernelClip !== null) clipLatent(this.#kernel.read(), this.kernelClip);
    if (!this.useBias) return;
    this.#bias = this.addWeight("bias", shape.slice(-1), "float32", tf.initializers.zeros());
  }

  protected quantizedInput(x: tf.Tensor): tf.Tensor {
    return this.inputQuantizer?.quantize(x) ?? x;
  }

  /** What the product is of: digits alone where `finished` multiplies with their scale. */
  protected quantizedKernel(): tf.Tensor {
    const { kernel, kernelQuantizer: quantizer } = this;
    if (!quantizer) return kernel;
    return isFactored(quantizer) ? kernelDigits(quantizer, kernel) : quantizer.quantize(kernel);
  }

  /** What becomes of a product with `quantizedKernel`: scale and bias. */
  protected finished(product: tf.Tensor): tf.Tensor {
    const { kernel, kernelQuantizer: quantizer, bias } = this;
    const isScaled = quantizer && isFactored(quantizer);
    const y = isScaled ? scaledOutputs(this.name, product, { quantizer, kernel }) : product;
    return bias ? tf.add(y, bias) : y;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      inputQuantizer: configOf(this.inputQuantizer),
      kernelQuantizer: configOf(this.kernelQuantizer),
      kernelClip: this.kernelClip,
      useBias: this.useBias,
      seed: this.seed,
    };
  }

  #read(variable: tf.LayerVariable | undefined): tf.Tensor {
    if (variable) return variable.read();
    throw new RangeError(`${this.name}: the layer has no weights before it is built`);
  }
}

/** A quantizer in the JSON of a saved model. */
export function configOf(quantizer: Quantizer | undefined): tf.serialization.ConfigDict | null {
  if (!quantizer) return null;
  const { name, options } = quantizer;
  return JSON.parse(JSON.stringify({ name, options }));
}

function defaultClip(quantizer: Quantizer | undefined): number | null {
  const isConstant = quantizer?.code.every(
    ({ scale, offset }) => scale !== "row" && offset !== "row",
  );
  return isConstant ? 1 : null;
}
