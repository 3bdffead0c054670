import { createQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { featureScale } from "../feature-scale.ts";
import { normalizedDense } from "../normalized-dense.ts";
import { quantActivation } from "../quant-activation.ts";
import { quantConv2d } from "../quant-conv2d.ts";
import { type QuantDenseArgs, quantDense } from "../quant-dense.ts";
import { shiftBatchNormalization } from "../shift-batch-normalization.ts";
import { shiftedPReLU } from "../shifted-prelu.ts";
import type { Recipe, RecipeProduct } from "../systems/recipe.ts";
import type { PaddingName } from "../window-options.ts";
import { applied } from "./applied.ts";
import { squeezeExcite } from "./squeeze-excite.ts";

/** The window of a convolution, and the max pool behind it. */
export interface PlaceWindow {
  /** Rows and columns; default 3. */
  readonly kernelSize?: number;
  /** Default 1. */
  readonly strides?: number;
  /** Default "same". */
  readonly padding?: PaddingName;
  /** Of a locally binary block; default four for each feature. */
  readonly fixedFilters?: number;
  /** Default none. */
  readonly pool?: { readonly size: number; readonly strides: number };
}

/** Where a layer with a kernel stands in a network. */
export interface Place {
  readonly position: "first" | "hidden" | "last";
  /** Outputs. */
  readonly size: number;
  /** Of a convolution. */
  readonly window?: PlaceWindow | undefined;
  readonly seed: number;
}

/** What a block is made of at one place of a network: each makes a new layer and applies it. */
export class Stage {
  readonly recipe: Recipe;
  readonly place: Place;

  constructor(recipe: Recipe, place: Place) {
    this.recipe = recipe;
    this.place = place;
  }

  /** The convolution or the dense layer, which flattens a map.
   *  @param seed  of the kernel */
  product(
    input: tf.SymbolicTensor,
    size: number = this.place.size,
    seed: number = this.place.seed,
  ): tf.SymbolicTensor {
    const { window, position } = this.place;
    const ofRecipe: RecipeProduct = this.recipe[position];
    const { padValue = 0, inputMask = false, convolutionExponents, ...options } = ofRecipe;
    const x = inputMask ? applied(featureScale(), input) : input;
    if (window) {
      const { kernelSize = 3, strides = 1, padding = "same" } = window;
      const shape = { filters: size, kernelSize, strides, padding, padValue };
      const gradientExponents = convolutionExponents ?? null;
      return applied(quantConv2d({ ...shape, ...options, gradientExponents, seed }), x);
    }
    if (x.shape.length === 2) return applied(this.#dense({ units: size, ...options, seed }), x);
    const { inputQuantizer, ...others } = options;
    // A number for each channel is one for each place of the map that is flattened, too, only in front of it.
    if (!inputQuantizer || !hasFeatureParameters(inputQuantizer)) {
      return applied(
        this.#dense({ units: size, ...options, seed }),
        applied(tf.layers.flatten(), x),
      );
    }
    const quantized = applied(quantActivation({ quantizer: inputQuantizer, seed }), x);
    const flat = applied(tf.layers.flatten(), quantized);
    return applied(this.#dense({ units: size, ...others, seed }), flat);
  }

  /** normalization(pool(product(x))). */
  normalizedProduct(x: tf.SymbolicTensor): tf.SymbolicTensor {
    const y = this.pool(this.product(x));
    return this.#isNormalizedInside ? y : this.normalize(y);
  }

  /** Whether the dense layer of this place has its normalization in it. */
  get #isNormalizedInside(): boolean {
    const { recipe, place } = this;
    const isNormalized = place.position !== "last" || recipe.normalizesScores;
    return recipe.normalization.isPassed === true && !place.window && isNormalized;
  }

  #dense(args: QuantDenseArgs): tf.layers.Layer {
    if (!this.#isNormalizedInside) return quantDense(args);
    const { momentum, epsilon } = this.recipe.normalization;
    return normalizedDense({ ...args, momentum, epsilon });
  }

  /** The largest numbers of a map, if the place has a pool. */
  pool(x: tf.SymbolicTensor): tf.SymbolicTensor {
    const pool = this.place.window?.pool;
    if (!pool) return x;
    return applied(tf.layers.maxPooling2d({ poolSize: pool.size, strides: pool.strides }), x);
  }

  normalize(x: tf.SymbolicTensor): tf.SymbolicTensor {
    const { affine: trainable = true, omitted, byShifts, ...others } = this.recipe.normalization;
    const options = { momentum: others.momentum, epsilon: others.epsilon };
    if (omitted) return x;
    if (byShifts) return applied(shiftBatchNormalization({ ...options, trainable }), x);
    // Without γ and β, TensorFlow.js normalizes in evaluation alone; not trained they are 1 and 0.
    return applied(tf.layers.batchNormalization({ ...options, trainable }), x);
  }

  activate(x: tf.SymbolicTensor): tf.SymbolicTensor {
    switch (this.recipe.activation) {
      case "relu":
        return applied(tf.layers.reLU(), x);
      case "shifted-prelu":
        return applied(shiftedPReLU(), x);
      case "two-slope-prelu":
        return applied(shiftedPReLU({ slopeAbove: 1 }), x);
      case "power-of-two-prelu":
        return applied(shiftedPReLU({ slope: 1 / 8, slopeQuantizer: slopePowers }), x);
      default:
        return x;
    }
  }

  /** The 1×1 convolution behind this one. */
  pointwise(): Stage {
    const { window, seed, ...place } = this.place;
    const pointwise = { kernelSize: 1, ...(window?.pool && { pool: window.pool }) };
    return new Stage(this.recipe, { ...place, window: pointwise, seed: seed + pointwiseSeeds });
  }

  /** A value times the gate that another one opens; as it is if the recipe has no gate.
   *  @param seed  of the product that the gate belongs to */
  gate(x: tf.SymbolicTensor, from: tf.SymbolicTensor, seed: number): tf.SymbolicTensor {
    const { gate } = this.recipe;
    if (!gate) return x;
    const units = Number(x.shape.at(-1));
    const opened = squeezeExcite(from, { units, ...gate, seed: seed + gateSeeds });
    return applied(tf.layers.multiply(), x, opened);
  }
}

/** Between the seeds of a product and its gate. */
const gateSeeds = 4001;

/** Between the seeds of a convolution and the 1×1 convolution behind it. */
const pointwiseSeeds = 8009;

const slopePowers = { name: "power-of-two", options: { minExponent: -8, maxExponent: 2 } } as const;

function hasFeatureParameters(quantizer: NonNullable<RecipeProduct["inputQuantizer"]>): boolean {
  const { parameters = [] } = createQuantizer(quantizer);
  return parameters.some(({ shape }) => shape.includes("features"));
}
