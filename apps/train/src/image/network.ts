import { bnnCnn, bnnMlp, squareHinge } from "@bnnkit/layers";
import * as tf from "@tensorflow/tfjs";
import { floatCnn } from "./float-cnn.ts";
import { floatMlp } from "./float-mlp.ts";
import type { NetworkShape } from "./network-shape.ts";

/** What is binarized: weights and activations, or nothing. */
export type SystemName = "bnn" | "float";
export type NetworkName = "mlp" | "cnn";

export const systemNames: readonly SystemName[] = ["bnn", "float"];
export const networkNames: readonly NetworkName[] = ["mlp", "cnn"];

/** A kind of network and how it is trained unless told otherwise. */
export interface Network {
  readonly create: (shape: NetworkShape) => tf.Sequential;
  /** Mean over the batch, of one-hot labels and scores. */
  readonly loss: (labels: tf.Tensor, scores: tf.Tensor) => tf.Tensor;
  readonly defaults: NetworkDefaults;
}

export interface NetworkDefaults {
  readonly units: readonly number[];
  readonly filters: readonly number[];
  readonly epochs: number;
  readonly learningRate: number;
}

const mlp = { units: [512, 512], filters: [], epochs: 3 };
const cnn = { units: [256], filters: [16, 32], epochs: 4 };

/** Every network that can be trained on images. */
export const networks: Readonly<Record<SystemName, Readonly<Record<NetworkName, Network>>>> = {
  bnn: {
    mlp: { create: bnnMlp, loss: squareHinge, defaults: { ...mlp, learningRate: 0.003 } },
    cnn: { create: bnnCnn, loss: squareHinge, defaults: { ...cnn, learningRate: 0.005 } },
  },
  float: {
    mlp: { create: floatMlp, loss: crossEntropy, defaults: { ...mlp, learningRate: 0.001 } },
    cnn: { create: floatCnn, loss: crossEntropy, defaults: { ...cnn, learningRate: 0.001 } },
  },
};

function crossEntropy(labels: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(labels, logits);
}
