import { checkIntegerBetween } from "@bnnkit/core";
import {
  glorotBound,
  type Quantizer,
  quantizeGradient,
  stochasticPowerOfTwo,
} from "@bnnkit/quantizers";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { drawSeed, seedOfName } from "./draw-seed.ts";
import { factoredProduct, isFactored, outputScales, timesConstant } from "./factored-kernel.ts";
import { constant, kernelGradientPath, type Multiply } from "./gradient-path.ts";
import { kernelFans } from "./kernel-fans.ts";
import { type KernelLayerArgs, type OutputMap, outputMaps } from "./kernel-layer-args.ts";
import {
  checkKernelStart,
  finishStart,
  type KernelStart,
  startInitializer,
} from "./kernel-start.ts";
import { constrainLatent } from "./latent-constraint.ts";
import { type DrawingCall, type LayerQuantizer, write } from "./layer-quantizer.ts";
import { type LayerCallArgs, type QuantizedRole, QuantizingLayer } from "./quantizing-layer.ts";
import { singleShape } from "./single-input.ts";

/** How a kernel starts and goes on. */
export interface KernelOptions {
  /** Its first values; default those of the layer's `kernelStart` and seed. */
  readonly values?: Float32Array;
  /** Default true. */
  readonly trainable?: boolean;
}

/** A layer with a latent kernel that is quantized each time it is used, its input, too. */
export abstract class KernelLayer extends QuantizingLayer {
  readonly kernelClip: number | "glorot" | null;
  readonly kernelStart: KernelStart;
  readonly overwritesKernel: boolean;
  readonly kernelCentring: boolean;
  readonly kernelMagnitude: "glorot" | null;
  readonly gradientInput: "power-of-two" | null;
  readonly gradientExponents: readonly [least: number, greatest: number] | null;
  readonly gradientBits: number | null;
  readonly inputScale: "window-mean" | null;
  readonly outputMap: OutputMap | null;
  readonly useBias: boolean;
  readonly biasScale: "scale-sums" | null;
  readonly seed: number | null;
  readonly #input: LayerQuantizer | undefined;
  #weights: LayerQuantizer | undefined;
  #kernel: tf.LayerVariable | undefined;
  #bias: tf.LayerVariable | undefined;

  constructor(args: KernelLayerArgs) {
    super(args);
    this.#input = args.inputQuantizer ? this.quantizerOf(args.inputQuantizer) : undefined;
    this.#weights = args.kernelQuantizer ? this.quantizerOf(args.kernelQuantizer) : undefined;
    this.kernelClip =
      args.kernelClip === undefined ? defaultClip(this.#weights?.quantizer) : args.kernelClip;
    this.kernelStart = args.kernelStart ?? "glorot-uniform";
    this.overwritesKernel = args.overwritesKernel ?? false;
    this.kernelCentring = args.kernelCentring ?? false;
    this.kernelMagnitude = args.kernelMagnitude ?? null;
    this.gradientInput = args.gradientInput ?? null;
    this.gradientExponents = args.gradientExponents ?? null;
    this.gradientBits = args.gradientBits ?? null;
    this.inputScale = args.inputScale ?? null;
    this.outputMap = args.outputMap ?? null;
    this.useBias = args.useBias ?? false;
    this.biasScale = args.biasScale ?? null;
    this.seed = args.seed ?? null;
    const { kernelClip } = this;
    if (kernelClip !== null && kernelClip !== "glorot" && !(kernelClip > 0)) {
      throw new RangeError(
        `${this.name}: kernelClip must be positive, "glorot" or null, got ${kernelClip}`,
      );
    }
    this.#checkChoices();
  }

  /** With the parameters that it has now. */
  get inputQuantizer(): Quantizer | undefined {
    return this.#input?.trained;
  }

  /** With the parameters that it has now. */
  get kernelQuantizer(): Quantizer | undefined {
    return this.#weights?.trained;
  }

  override quantizes(role: QuantizedRole): boolean {
    return (role === "input" ? this.#input : this.#weights) !== undefined;
  }

  /** Sets a parameter of the quantizer of inputs or kernel, as a schedule does.
   *  @throws RangeError if there is none. */
  setParameter(role: QuantizedRole, name: string, value: number): void {
    const quantizer = role === "input" ? this.#input : this.#weights;
    if (!quantizer) throw new RangeError(`${this.name}: no quantizer of the ${role}`);
    quantizer.set(name, value);
  }

  /** The latent kernel, outputs last.
   *  @throws RangeError before the layer is built. */
  get kernel(): tf.Tensor {
    return this.#read(this.#kernel);
  }

  /** Greatest magnitude of a latent weight, `kernelClip` as a number; null: any.
   *  @throws RangeError before the layer is built. */
  get latentClip(): number | null {
    return this.kernelClip === "glorot"
      ? glorotBound(...kernelFans(this.kernel.shape))
      : this.kernelClip;
  }

  /** One number for each output, where `useBias`. */
  get bias(): tf.Tensor | undefined {
    return this.useBias ? this.#read(this.#bias) : undefined;
  }

  /** What is added to the outputs: the bias, times what `biasScale` says. */
  get outputBias(): tf.Tensor | undefined {
    const { bias } = this;
    return bias && (this.biasScale ? tf.tidy(() => tf.mul(bias, this.#scaleSums())) : bias);
  }

  /** The kernel as a matrix: outputs, and the numbers that each is a sum of.
   *  @throws RangeError before the layer is built. */
  get matrixShape(): readonly [rows: number, columns: number] {
    const { addends, kernel } = this;
    return [kernel.size / addends, addends];
  }

  /** Products of two numbers that one input of this shape, the batch first, takes: of each place of the output with the whole
   *  kernel. A size that is not known counts 1.
   *  @throws RangeError before the layer is built. */
  productsFor(inputShape: tf.Shape): number {
    const output = singleShape(this.name, this.computeOutputShape(inputShape));
    return this.kernel.size * placeCount(output);
  }

  /** Adds the weights; call it in `build`.
   *  @param shape  of the kernel, outputs last
   *  @param inputFeatures  the last axis of the input */
  protected addWeights(
    shape: number[],
    inputFeatures: number,
    { values, trainable = true }: KernelOptions = {},
  ): void {
    if (shape.includes(0)) {
      throw new RangeError(
        `${this.name}: the input must not be empty, for a kernel of [${shape}]: take a larger one, or fewer pools and strides before`,
      );
    }
    const { kernelStart, seed } = this;
    const start = values ? tf.initializers.zeros() : startInitializer(kernelStart, seed);
    this.#kernel = this.addWeight("kernel", shape, "float32", start, undefined, trainable);
    if (values) write(this.#kernel, tf.tensor(values, shape));
    else finishStart(this.#kernel, kernelStart, seed);
    if (this.kernelMagnitude && this.#weights) {
      const { name, options } = this.#weights.quantizer;
      const magnitude = glorotBound(...kernelFans(shape));
      this.#weights = this.quantizerOf({ name, options: { ...options, magnitude } });
    }
    if (trainable) {
      const { kernelCentring: centring, latentClip: clip } = this;
      constrainLatent(this.#kernel, { centring, clip });
    }
    const outputs = shape.slice(-1);
    if (this.useBias) {
      this.#bias = this.addWeight("bias", outputs, "float32", tf.initializers.zeros());
    }
    this.addParameters(this.#input, "input", inputFeatures);
    this.addParameters(this.#weights, "kernel", outputs[0]);
  }

  /** `finish(multiply(q_input(x), q_kernel(W)))`: a scale of the kernel that can follow the product does.
   *  @param behind  what stands behind it; in training the kernel has the gradient of its outcome for that of the product */
  protected product(
    x: tf.Tensor,
    args: LayerCallArgs,
    multiply: Multiply,
    behind?: (y: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const seed = this.#drawing;
    const call = this.drawingCall(args, seed);
    const input = this.#input?.quantize(x, call) ?? x;
    const ofKernel = { ...call, seed: seed + 1, share: this.quantizedShare("kernel") };
    const numbers = this.#weights?.quantize(this.kernel, ofKernel) ?? this.kernel;
    if (call.training && this.overwritesKernel && this.#kernel) {
      write(this.#kernel, tf.clone(numbers));
    }
    const mapped: Multiply = (operand, kernel) => this.#mapped(multiply(operand, kernel));
    const isApart = call.training && (this.gradientInput !== null || behind !== undefined);
    const product = (kernel: tf.Tensor): tf.Tensor =>
      this.#scaledProduct(kernel, ofKernel, (digits) => mapped(input, digits));
    if (!isApart) {
      const y = this.#finished(x, product(numbers), call);
      return behind ? behind(y) : y;
    }
    const y = product(constant(numbers));
    const path = kernelGradientPath(this.#gradientInputOf(input, call), numbers, mapped);
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

  #mapped(y: tf.Tensor): tf.Tensor {
    return this.outputMap ? matches(y, this.addends, this.outputMap) : y;
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

  /** Of what the input's quantizer draws; the kernel's has the next one. */
  get #drawing(): number {
    return 2 * (this.seed ?? seedOfName(this.name));
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

  /** Numbers that one output is a sum of. */
  get addends(): number {
    const { size, shape } = this.kernel;
    return size / shape[shape.length - 1];
  }

  /** The kernel as it is used in a call, for layers that do not multiply with it. */
  protected quantizedKernel(args: LayerCallArgs): tf.Tensor {
    const call = this.drawingCall(args, this.#drawing + 1);
    const share = this.quantizedShare("kernel");
    return this.#weights?.quantize(this.kernel, { ...call, share }) ?? this.kernel;
  }

  #scaledProduct(
    numbers: tf.Tensor,
    call: DrawingCall,
    multiply: (kernel: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const quantizer = this.#weights;
    if (!quantizer) return multiply(numbers);
    const { trained } = quantizer;
    const isOwn = call.training && (trained.isStochastic || trained.parameters !== undefined);
    if (isOwn || call.share !== 1 || !isFactored(trained)) return multiply(numbers);
    return factoredProduct(
      this.name,
      { quantizer: trained, kernel: this.kernel, numbers },
      multiply,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      inputQuantizer: configOf(this.#input?.quantizer),
      kernelQuantizer: configOf(this.#weights?.quantizer),
      kernelClip: this.kernelClip,
      kernelStart: typeof this.kernelStart === "string" ? this.kernelStart : [...this.kernelStart],
      overwritesKernel: this.overwritesKernel,
      kernelCentring: this.kernelCentring,
      kernelMagnitude: this.kernelMagnitude,
      gradientInput: this.gradientInput,
      gradientExponents: this.gradientExponents && [...this.gradientExponents],
      gradientBits: this.gradientBits,
      inputScale: this.inputScale,
      outputMap: this.outputMap,
      useBias: this.useBias,
      biasScale: this.biasScale,
      seed: this.seed,
    };
  }

  /** @throws RangeError for what a program without types, or a saved model, may say. */
  #checkChoices(): void {
    const { kernelMagnitude, gradientInput, inputScale, outputMap, gradientBits } = this;
    checkKernelStart(this.name, this.kernelStart);
    const choices: readonly (readonly [name: string, value: string | null, ...only: string[]])[] = [
      ["kernelMagnitude", kernelMagnitude, "glorot"],
      ["gradientInput", gradientInput, "power-of-two"],
      ["inputScale", inputScale, "window-mean"],
      ["outputMap", outputMap, ...outputMaps],
      ["biasScale", this.biasScale, "scale-sums"],
    ];
    for (const [name, value, ...only] of choices) {
      if (value === null || only.includes(value)) continue;
      const list = only.map((choice) => `"${choice}"`).join(", ");
      throw new RangeError(`${this.name}: ${name} must be ${list} or null, got ${value}`);
    }
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
    const quantizer = this.#weights?.quantizer;
    if (kernelMagnitude === null || (quantizer && "magnitude" in quantizer.options)) return;
    throw new RangeError(
      `${this.name}: kernelMagnitude must be null for a kernelQuantizer without a magnitude, got "${kernelMagnitude}" and ${quantizer?.name ?? null}`,
    );
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

  #read(variable: tf.LayerVariable | undefined): tf.Tensor {
    if (variable) return variable.read();
    throw new RangeError(`${this.name}: the layer has no weights before it is built`);
  }
}

/** Places of a shape: everything but the batch and the features. A size that is not known counts 1. */
export function placeCount(shape: tf.Shape): number {
  return shape.slice(1, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
}

/** @throws RangeError unless they are rising integers that powers of two in float32 have. */
function checkExponents(where: string, [least, greatest]: readonly [number, number]): void {
  checkIntegerBetween(where, "gradientExponents[0]", least, -149, 126);
  checkIntegerBetween(where, "gradientExponents[1]", greatest, least, 126);
}

/** (y + n)/2. */
function matches(y: tf.Tensor, n: number, map: OutputMap): tf.Tensor {
  if (map === "matches") return tf.div(tf.add(y, n), 2);
  return withCustomGradient([y], {
    forward: () => ({ value: tf.div(tf.add(y, n), 2), saved: [] }),
    backward: (gradient) => [tf.clone(gradient)],
  });
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
