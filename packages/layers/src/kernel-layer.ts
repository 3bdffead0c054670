import { checkIntegerBetween } from "@bnnkit/core";
import { glorotBound, type Quantizer, quantizeGradient } from "@bnnkit/quantizers";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { drawSeed, seedOfName } from "./draw-seed.ts";
import { factoredProduct, isFactored, timesConstant } from "./factored-kernel.ts";
import { kernelFans } from "./kernel-fans.ts";
import { type KernelLayerArgs, type OutputMap, outputMaps } from "./kernel-layer-args.ts";
import { constrainLatent } from "./latent-constraint.ts";
import { type DrawingCall, type LayerQuantizer, write } from "./layer-quantizer.ts";
import { type LayerCallArgs, type QuantizedRole, QuantizingLayer } from "./quantizing-layer.ts";
import { type Multiply, roundedInputProduct } from "./rounded-input-product.ts";
import { singleShape } from "./single-input.ts";

/** How a kernel starts and goes on. */
export interface KernelOptions {
  /** Its first values; default Glorot uniform ones of the layer's seed. */
  readonly values?: Float32Array;
  /** Default true. */
  readonly trainable?: boolean;
}

/** A layer with a latent kernel that is quantized each time it is used, its input, too. */
export abstract class KernelLayer extends QuantizingLayer {
  readonly kernelClip: number | "glorot" | null;
  readonly kernelCentring: boolean;
  readonly kernelMagnitude: "glorot" | null;
  readonly gradientInput: "power-of-two" | null;
  readonly gradientExponents: readonly [least: number, greatest: number] | null;
  readonly gradientBits: number | null;
  readonly inputScale: "window-mean" | null;
  readonly outputMap: OutputMap | null;
  readonly useBias: boolean;
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
    this.kernelCentring = args.kernelCentring ?? false;
    this.kernelMagnitude = args.kernelMagnitude ?? null;
    this.gradientInput = args.gradientInput ?? null;
    this.gradientExponents = args.gradientExponents ?? null;
    this.gradientBits = args.gradientBits ?? null;
    this.inputScale = args.inputScale ?? null;
    this.outputMap = args.outputMap ?? null;
    this.useBias = args.useBias ?? false;
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
    const start = values
      ? tf.initializers.zeros()
      : tf.initializers.glorotUniform(this.seed === null ? {} : { seed: this.seed });
    this.#kernel = this.addWeight("kernel", shape, "float32", start, undefined, trainable);
    if (values) write(this.#kernel, tf.tensor(values, shape));
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

  /** `finish(multiply(q_input(x), q_kernel(W)))`: a scale of the kernel that can follow the product does. */
  protected product(x: tf.Tensor, args: LayerCallArgs, multiply: Multiply): tf.Tensor {
    const seed = this.#drawing;
    const call = this.drawingCall(args, seed);
    const input = this.#input?.quantize(x, call) ?? x;
    const share = this.quantizedShare("kernel");
    const { gradientExponents: exponents } = this;
    const y = this.#scaledProduct({ ...call, seed: seed + 1, share }, (kernel) =>
      call.training && this.gradientInput
        ? roundedInputProduct(input, kernel, {
            multiply,
            seed: drawSeed(seed, call.step),
            ...(exponents && { exponents }),
          })
        : multiply(input, kernel),
    );
    const scaled = this.inputScale ? timesConstant(y, this.#inputScales(x, call)) : y;
    const mapped = this.outputMap ? matches(scaled, this.addends, this.outputMap) : scaled;
    const finished = this.bias ? tf.add(mapped, this.bias) : mapped;
    const { gradientBits: bits } = this;
    if (!call.training || bits === null) return finished;
    return quantizeGradient(finished, { bits, seed: drawSeed(seed + 1, call.step) });
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

  #scaledProduct(call: DrawingCall, multiply: (kernel: tf.Tensor) => tf.Tensor): tf.Tensor {
    const { kernel } = this;
    const quantizer = this.#weights;
    if (!quantizer) return multiply(kernel);
    const { trained } = quantizer;
    const numbers = quantizer.quantize(kernel, call);
    const isOwn = call.training && (trained.isStochastic || trained.parameters !== undefined);
    if (isOwn || call.share !== 1 || !isFactored(trained)) return multiply(numbers);
    return factoredProduct(this.name, { quantizer: trained, kernel, numbers }, multiply);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      inputQuantizer: configOf(this.#input?.quantizer),
      kernelQuantizer: configOf(this.#weights?.quantizer),
      kernelClip: this.kernelClip,
      kernelCentring: this.kernelCentring,
      kernelMagnitude: this.kernelMagnitude,
      gradientInput: this.gradientInput,
      gradientExponents: this.gradientExponents && [...this.gradientExponents],
      gradientBits: this.gradientBits,
      inputScale: this.inputScale,
      outputMap: this.outputMap,
      useBias: this.useBias,
      seed: this.seed,
    };
  }

  /** @throws RangeError for what a program without types, or a saved model, may say. */
  #checkChoices(): void {
    const { kernelMagnitude, gradientInput, inputScale, outputMap, gradientBits } = this;
    const choices: readonly (readonly [name: string, value: string | null, ...only: string[]])[] = [
      ["kernelMagnitude", kernelMagnitude, "glorot"],
      ["gradientInput", gradientInput, "power-of-two"],
      ["inputScale", inputScale, "window-mean"],
      ["outputMap", outputMap, ...outputMaps],
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
    const quantizer = this.#weights?.quantizer;
    if (kernelMagnitude === null || (quantizer && "magnitude" in quantizer.options)) return;
    throw new RangeError(
      `${this.name}: kernelMagnitude must be null for a kernelQuantizer without a magnitude, got "${kernelMagnitude}" and ${quantizer?.name ?? null}`,
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
