import type { TruthTableLayer } from "./truth-table-network.ts";

/** One pass of a batch through a layer. Arrays are feature-major: value f of sample s stands at f·batch + s. */
export interface LayerPass {
  readonly batch: number;
  readonly input: Float32Array;
  readonly output: Float32Array;
}

/** The way back: gradients of the loss, laid out as the values they belong to. */
export interface LayerGradients {
  readonly output: Float32Array;
  /** Added to; left out where nothing before the layer learns. */
  readonly input?: Float32Array;
}

/** A layer that is trained by gradients and becomes a layer of truth tables. */
export interface TrainableLayer {
  /** Values that it reads and gives: bits, or for neurons of several bits their levels. */
  readonly inputs: number;
  readonly outputs: number;
  /** What it learns. Whoever changes them calls `refresh` afterwards. */
  readonly weights: readonly Float32Array[];
  /** Derives from the weights what passes use. */
  refresh(): void;
  forward(pass: LayerPass): void;
  /** For the pass that `forward` made last. */
  backward(pass: LayerPass, gradients: LayerGradients): void;
  /** What the truth tables will give, from input that is so, too. */
  hard(pass: LayerPass): void;
  /** Gradients of the weights since the last step, laid out as they are. */
  gradients(): readonly Float32Array[];
  /** The `count`-th step of Adam on the gradients since the last one. */
  step(count: number, learningRate: number): void;
  pack(): TruthTableLayer;
}
