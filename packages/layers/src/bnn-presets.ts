/** What a code base of BNN trains with, as far as layers and recipes here take it. */
export interface BnnPreset {
  readonly source: string;
  /** Of each batch normalization; `momentum` is the share of its running statistics that a step keeps. */
  readonly batchNormalization: { readonly momentum: number; readonly epsilon: number };
  /** A real number on each output, which the batch normalization behind it takes away again. */
  readonly useBias: boolean;
  /** Magnitude to which latent weights are clipped after each step; null: not at all. */
  readonly kernelClip: number | null;
  /** With which the optimizer starts on MNIST. */
  readonly learningRate: number;
  /** How it falls, in words. */
  readonly schedule: string;
}

export type BnnPresetName = "bnn-theano" | "bnn-torch7" | "bnn-pytorch";

/** The settings of the three code bases of BNN, which are not one system.
 *
 *  What layers and recipes here do not have of them: Torch7's stochastic signs in training, its shift-based batch
 *  normalization and AdaMax; and the steps of the first two, multiplied by 1/√(1.5/(in + out)) for each layer, with latent
 *  weights that start anywhere in −1 … 1: kernels start in Glorot's range here, where plain steps do the same.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830 */
export const bnnPresets: Readonly<Record<BnnPresetName, BnnPreset>> = {
  "bnn-theano": {
    source: "https://github.com/MatthieuCourbariaux/BinaryNet",
    batchNormalization: { momentum: 0.9, epsilon: 1e-4 },
    useBias: false,
    kernelClip: 1,
    learningRate: 3e-3,
    schedule: "exponentially to 3e-7 over 1000 epochs",
  },
  "bnn-torch7": {
    source: "https://github.com/itayhubara/BinaryNet",
    batchNormalization: { momentum: 0.875, epsilon: 1e-5 },
    useBias: true,
    kernelClip: 1,
    learningRate: 2 ** -6,
    schedule: "halved every 50 epochs",
  },
  "bnn-pytorch": {
    source: "https://github.com/itayhubara/BinaryNet.pytorch",
    batchNormalization: { momentum: 0.9, epsilon: 1e-5 },
    useBias: true,
    kernelClip: null,
    learningRate: 5e-3,
    schedule: "1e-3 from epoch 40, 5e-4 from 80, 1e-4 from 100, 5e-5 from 120, 1e-5 from 140",
  },
};
