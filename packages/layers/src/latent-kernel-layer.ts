import { glorotBound, type Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { seedOfName } from "./draw-seed.ts";
import { factoredProduct, isFactored } from "./factored-kernel.ts";
import { kernelFans } from "./kernel-fans.ts";
import type { KernelLayerArgs } from "./kernel-layer-args.ts";
import {
  checkKernelStart,
  finishStart,
  type KernelStart,
  startInitializer,
} from "./kernel-start.ts";
import { constrainLatent } from "./latent-constraint.ts";
import { type DrawingCall, type LayerQuantizer, write } from "./layer-quantizer.ts";
import { quantizerConfig } from "./quantizer-config.ts";
import { type LayerCallArgs, type QuantizedRole, QuantizingLayer } from "./quantizing-layer.ts";
import { singleShape } from "./single-input.ts";

/** How a kernel starts and goes on. */
export interface KernelOptions {
  /** Its first values; default those of the layer's `kernelStart` and seed. */
  readonly values?: Float32Array;
  /** Default true. */
  readonly trainable?: boolean;
}

/** A layer with a latent kernel: real weights that an optimizer trains, and that are quantized each time they are used. */
export abstract class LatentKernelLayer extends QuantizingLayer {
  readonly kernelClip: number | "glorot" | null;
  readonly kernelStart: KernelStart;
  readonly overwritesKernel: boolean;
  readonly kernelCentring: boolean;
  readonly kernelMagnitude: "glorot" | null;
  readonly seed: number | null;
  #quantizer: LayerQuantizer | undefined;
  #kernel: tf.LayerVariable | undefined;

  constructor(args: KernelLayerArgs) {
    super(args);
    this.#quantizer = args.kernelQuantizer ? this.quantizerOf(args.kernelQuantizer) : undefined;
    this.kernelClip =
      args.kernelClip === undefined ? defaultClip(this.#quantizer?.quantizer) : args.kernelClip;
    this.kernelStart = args.kernelStart ?? "glorot-uniform";
    this.overwritesKernel = args.overwritesKernel ?? false;
    this.kernelCentring = args.kernelCentring ?? false;
    this.kernelMagnitude = args.kernelMagnitude ?? null;
    this.seed = args.seed ?? null;
    const { kernelClip } = this;
    if (kernelClip !== null && kernelClip !== "glorot" && !(kernelClip > 0)) {
      throw new RangeError(
        `${this.name}: kernelClip must be positive, "glorot" or null, got ${kernelClip}`,
      );
    }
    checkKernelStart(this.name, this.kernelStart);
    this.checkChoice("kernelMagnitude", this.kernelMagnitude, ["glorot"]);
    this.#checkMagnitude();
  }

  /** With the parameters that it has now. */
  get kernelQuantizer(): Quantizer | undefined {
    return this.#quantizer?.trained;
  }

  override quantizes(role: QuantizedRole): boolean {
    return role === "kernel" && this.#quantizer !== undefined;
  }

  /** Sets a parameter of the quantizer, as a schedule does.
   *  @throws RangeError if there is none. */
  setParameter(role: QuantizedRole, name: string, value: number): void {
    const quantizer = role === "kernel" ? this.#quantizer : undefined;
    if (!quantizer) throw new RangeError(`${this.name}: no quantizer of the ${role}`);
    quantizer.set(name, value);
  }

  /** The latent kernel, outputs last.
   *  @throws RangeError before the layer is built. */
  get kernel(): tf.Tensor {
    return this.readWeight(this.#kernel);
  }

  /** Greatest magnitude of a latent weight, `kernelClip` as a number; null: any.
   *  @throws RangeError before the layer is built. */
  get latentClip(): number | null {
    return this.kernelClip === "glorot"
      ? glorotBound(...kernelFans(this.kernel.shape))
      : this.kernelClip;
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

  /** Numbers that one output is a sum of. */
  get addends(): number {
    const { size, shape } = this.kernel;
    return size / shape[shape.length - 1];
  }

  /** Adds the latent kernel; its parameters follow with `addKernelParameters`.
   *  @param shape  outputs last */
  protected addKernel(shape: number[], { values, trainable = true }: KernelOptions): void {
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
    if (this.kernelMagnitude && this.#quantizer) {
      const { name, options } = this.#quantizer.quantizer;
      const magnitude = glorotBound(...kernelFans(shape));
      this.#quantizer = this.quantizerOf({ name, options: { ...options, magnitude } });
    }
    if (trainable) {
      const { kernelCentring: centring, latentClip: clip } = this;
      constrainLatent(this.#kernel, { centring, clip });
    }
  }

  /** Adds what the kernel's quantizer learns. */
  protected addKernelParameters(outputs: number): void {
    this.addParameters(this.#quantizer, "kernel", outputs);
  }

  /** The numbers of the kernel in a call; in training they may be written over the latent ones. */
  protected kernelNumbers(call: DrawingCall): tf.Tensor {
    const numbers = this.#quantizer?.quantize(this.kernel, call) ?? this.kernel;
    if (call.training && this.overwritesKernel && this.#kernel) {
      write(this.#kernel, tf.clone(numbers));
    }
    return numbers;
  }

  /** The kernel as it is used in a call, for layers that do not multiply with it. */
  protected quantizedKernel(args: LayerCallArgs): tf.Tensor {
    const call = this.drawingCall(args, this.drawing + 1);
    const share = this.quantizedShare("kernel");
    return this.#quantizer?.quantize(this.kernel, { ...call, share }) ?? this.kernel;
  }

  /** `multiply(numbers)`, with a scale of the kernel behind the product of its digits where that is possible. */
  protected scaledProduct(
    numbers: tf.Tensor,
    call: DrawingCall,
    multiply: (kernel: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const quantizer = this.#quantizer;
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

  /** Of what an input's quantizer draws; the kernel's has the next one. */
  protected get drawing(): number {
    return 2 * (this.seed ?? seedOfName(this.name));
  }

  /** The value of a weight. @throws RangeError before the layer is built. */
  protected readWeight(variable: tf.LayerVariable | undefined): tf.Tensor {
    if (variable) return variable.read();
    throw new RangeError(`${this.name}: the layer has no weights before it is built`);
  }

  /** @throws RangeError for what a program without types, or a saved model, may say. */
  protected checkChoice(name: string, value: string | null, only: readonly string[]): void {
    if (value === null || only.includes(value)) return;
    const list = only.map((choice) => `"${choice}"`).join(", ");
    throw new RangeError(`${this.name}: ${name} must be ${list} or null, got ${value}`);
  }

  #checkMagnitude(): void {
    const { kernelMagnitude } = this;
    const quantizer = this.#quantizer?.quantizer;
    if (kernelMagnitude === null || (quantizer && "magnitude" in quantizer.options)) return;
    throw new RangeError(
      `${this.name}: kernelMagnitude must be null for a kernelQuantizer without a magnitude, got "${kernelMagnitude}" and ${quantizer?.name ?? null}`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      kernelQuantizer: quantizerConfig(this.#quantizer?.quantizer),
      kernelClip: this.kernelClip,
      kernelStart: typeof this.kernelStart === "string" ? this.kernelStart : [...this.kernelStart],
      overwritesKernel: this.overwritesKernel,
      kernelCentring: this.kernelCentring,
      kernelMagnitude: this.kernelMagnitude,
      seed: this.seed,
    };
  }
}

/** Places of a shape: everything but the batch and the features. A size that is not known counts 1. */
export function placeCount(shape: tf.Shape): number {
  return shape.slice(1, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
}

function defaultClip(quantizer: Quantizer | undefined): number | null {
  const isConstant = quantizer?.code.every(
    ({ scale, offset }) => scale !== "row" && offset !== "row",
  );
  return isConstant ? 1 : null;
}
