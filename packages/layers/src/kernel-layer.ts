import { checkIntegerBetween } from "@bnnkit/core";
import { type Quantizer, quantizeGradient, stochasticPowerOfTwo } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { drawSeed } from "./draw-seed.ts";
import { outputScales, timesConstant } from "./factored-kernel.ts";
import { constant, kernelGradientPath, type Multiply } from "./gradient-path.ts";
import type { KernelLayerArgs } from "./kernel-layer-args.ts";
import { type KernelOptions, LatentKernelLayer } from "./latent-kernel-layer.ts";
import type { DrawingCall, LayerQuantizer } from "./layer-quantizer.ts";
import { mapped, type OutputMap, outputMaps } from "./output-map.ts";
import { quantizerConfig } from "./quantizer-config.ts";
import type { LayerCallArgs, QuantizedRole } from "./quantizing-layer.ts";

/** A layer that multiplies its quantized input with its quantized kernel: how, in training and afterwards, and what is behind it. */
export abstract class KernelLayer extends LatentKernelLayer {
  readonly gradientInput: "power-of-two" | null;
  readonly gradientExponents: readonly [least: number, greatest: number] | null;
  readonly gradientBits: number | null;
  readonly inputScale: "window-mean" | null;
  readonly outputMap: OutputMap | null;
  readonly useBias: boolean;
  readonly biasScale: "scale-sums" | null;
  readonly #input: LayerQuantizer | undefined;
  #bias: tf.LayerVariable | undefined;

  constructor(args: KernelLayerArgs) {
    super(args);
    this.#input = args.inputQuantizer ? this.quantizerOf(args.inputQuantizer) : undefined;
    this.gradientInput = args.gradientInput ?? null;
    this.gradientExponents = args.gradientExponents ?? null;
    this.gradientBits = args.gradientBits ?? null;
    this.inputScale = args.inputScale ?? null;
    this.outputMap = args.outputMap ?? null;
    this.useBias = args.useBias ?? false;
    this.biasScale = args.biasScale ?? null;
    this.#checkChoices();
  }

  /** With the parameters that it has now. */
  get inputQuantizer(): Quantizer | undefined {
    return this.#input?.trained;
  }

  override quantizes(role: QuantizedRole): boolean {
    return role === "input" ? this.#input !== undefined : super.quantizes(role);
  }

  /** Sets a parameter of the quantizer of inputs or kernel, as a schedule does.
   *  @throws RangeError if there is none. */
  override setParameter(role: QuantizedRole, name: string, value: number): void {
    if (role === "input" && this.#input) this.#input.set(name, value);
    else super.setParameter(role, name, value);
  }

  /** One number for each output, where `useBias`. */
  get bias(): tf.Tensor | undefined {
    return this.useBias ? this.readWeight(this.#bias) : undefined;
  }

  /** What is added to the outputs: the bias, times what `biasScale` says. */
  get outputBias(): tf.Tensor | undefined {
    const { bias } = this;
    return bias && (this.biasScale ? tf.tidy(() => tf.mul(bias, this.#scaleSums())) : bias);
  }

  /** Adds the weights; call it in `build`.
   *  @param shape  of the kernel, outputs last
   *  @param inputFeatures  the last axis of the input */
  protected addWeights(shape: number[], inputFeatures: number, options: KernelOptions = {}): void {
    this.addKernel(shape, options);
    const outputs = shape.slice(-1);
    if (this.useBias) {
      this.#bias = this.addWeight("bias", outputs, "float32", tf.initializers.zeros());
    }
    this.addParameters(this.#input, "input", inputFeatures);
    this.addKernelParameters(outputs[0]);
  }

  /** `finish(multiply(q_input(x), q_kernel(W)))`: a scale of the kernel that can follow the product does.
   *  @param behind  what stands behind it; in training the kernel has the gradient of its outcome for that of the product */
  protected product(
    x: tf.Tensor,
    args: LayerCallArgs,
    multiply: Multiply,
    behind?: (y: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const seed = this.drawing;
    const call = this.drawingCall(args, seed);
    const input = this.#input?.quantize(x, call) ?? x;
    const ofKernel = { ...call, seed: seed + 1, share: this.quantizedShare("kernel") };
    const numbers = this.kernelNumbers(ofKernel);
    const multiplied: Multiply = (operand, kernel) =>
      mapped(multiply(operand, kernel), this.addends, this.outputMap);
    const isApart = call.training && (this.gradientInput !== null || behind !== undefined);
    const product = (kernel: tf.Tensor): tf.Tensor =>
      this.scaledProduct(kernel, ofKernel, (digits) => multiplied(input, digits));
    if (!isApart) {
      const y = this.#finished(x, product(numbers), call);
      return behind ? behind(y) : y;
    }
    const y = product(constant(numbers));
    const path = kernelGradientPath(this.#gradientInputOf(input, call), numbers, multiplied);
    return behind
      ? tf.add(behind(this.#finished(x, y, call)), path)
      : this.#finished(x, tf.add(y, path), call);
  }

  /** What the gradient of the kernel is a product of. */
  #gradientInputOf(input: tf.Tensor, { seed, step }: DrawingCall): tf.Tensor {
    if (this.gradientInput === null) return input;
    const { gradientExponents: exponents } = this;
    const drawing = { seed: drawSeed(seed, step), ...(exponents && { exponents }) };
    return constant(input, (operand) => stochasticPowerOfTwo(operand, drawing));
  }

  /** Times the input's scale, plus the bias. */
  #finished(x: tf.Tensor, y: tf.Tensor, call: DrawingCall): tf.Tensor {
    const scaled = this.inputScale ? timesConstant(y, this.#inputScales(x, call)) : y;
    const { outputBias, gradientBits: bits } = this;
    const finished = outputBias ? tf.add(scaled, outputBias) : scaled;
    if (!call.training || bits === null) return finished;
    return quantizeGradient(finished, { bits, seed: drawSeed(call.seed + 1, call.step) });
  }

  /** `Σ αₘ·Σ βₙ` of the terms of kernel and input, for each output or one for all; β with their gradient. */
  #scaleSums(): tf.Tensor {
    const ofKernel = constant(this.kernel, (kernel) => {
      const terms = this.kernelQuantizer?.encode(kernel) ?? [];
      return terms
        .map(({ scale }) => outputScales(this.name, scale))
        .reduce((sum, scale) => tf.add(sum, scale), tf.scalar(terms.length === 0 ? 1 : 0));
    });
    // Beyond every threshold all digits are +1.
    const beyond = tf.fill([1], 2 ** 20);
    const call = { training: false, seed: 0, step: 0, share: 1 };
    return this.#input ? tf.mul(ofKernel, this.#input.quantize(beyond, call)) : ofKernel;
  }

  /** K of an `inputScale`, which stands for magnitudes that signs lack: of a share α of signs, 1 + α·(K − 1). */
  #inputScales(x: tf.Tensor, { share }: DrawingCall): tf.Tensor {
    const means = this.windowMeans(tf.abs(x));
    return share === 1 ? means : tf.add(tf.mul(tf.sub(means, 1), share), 1);
  }

  /** The mean of x under the window of each output, one feature: an `inputScale`.
   *  @throws RangeError for a layer whose outputs do not see all features of a window. */
  protected windowMeans(_x: tf.Tensor): tf.Tensor {
    throw new RangeError(`${this.name}: inputScale is of dense layers and convolutions alone`);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      inputQuantizer: quantizerConfig(this.#input?.quantizer),
      gradientInput: this.gradientInput,
      gradientExponents: this.gradientExponents && [...this.gradientExponents],
      gradientBits: this.gradientBits,
      inputScale: this.inputScale,
      outputMap: this.outputMap,
      useBias: this.useBias,
      biasScale: this.biasScale,
    };
  }

  #checkChoices(): void {
    const { inputScale, outputMap, gradientBits } = this;
    this.checkChoice("gradientInput", this.gradientInput, ["power-of-two"]);
    this.checkChoice("inputScale", inputScale, ["window-mean"]);
    this.checkChoice("outputMap", outputMap, outputMaps);
    this.checkChoice("biasScale", this.biasScale, ["scale-sums"]);
    if (gradientBits !== null) {
      checkIntegerBetween(this.name, "gradientBits", gradientBits, 1, 31);
    }
    if (this.gradientExponents) checkExponents(this.name, this.gradientExponents);
    if (outputMap !== null && inputScale !== null) {
      throw new RangeError(
        `${this.name}: outputMap must be null with an inputScale, got "${outputMap}"`,
      );
    }
    this.#checkBiasScale();
  }

  /** @throws RangeError where scales of the input are not the same for all of its features. */
  #checkBiasScale(): void {
    const { parameters = [], code = [], name } = this.#input?.quantizer ?? {};
    const isShared =
      parameters.every(({ shape }) => !shape.includes("features")) &&
      code.every(({ scale, offset = 0 }) => scale !== "row" && offset === 0);
    if (this.biasScale === null || isShared) return;
    throw new RangeError(
      `${this.name}: biasScale must be null for an inputQuantizer with scales of features or rows, or with offsets, got ${name}`,
    );
  }
}

/** @throws RangeError unless they are rising integers that powers of two in float32 have. */
function checkExponents(where: string, [least, greatest]: readonly [number, number]): void {
  checkIntegerBetween(where, "gradientExponents[0]", least, -149, 126);
  checkIntegerBetween(where, "gradientExponents[1]", greatest, least, 126);
}
