import * as tf from "@tensorflow/tfjs";
import { withinOne } from "./gradient-window.ts";
import { signs } from "./signs.ts";

/** Forward maps F of latent weights u, which become the sign as μ grows:
 *
 *  - "identity" u, whatever μ; "sign", whatever μ;
 *  - "swish-sign" `SS(u) = tanh(μu/2) + (μu/2)·(1 − tanh²(μu/2))`, which overshoots ±1, up to 1.19968 at |μu| = 2.39936;
 *  - "monotone-swish-sign" the same of u clipped to where SS rises: a proximal map, whose limit is 1.19968·sign(u);
 *  - "piecewise-affine" `clip(μu, −1, 1)`: PARQ's, of the slope μ = 1/s;
 *  - "soft-threshold" `sign(u) + max(0, |u − sign(u)| − μ)·sign(u − sign(u))`: ProxQuant's, a step of μ towards ±1. */
export type ForwardMap =
  | "identity"
  | "sign"
  | "swish-sign"
  | "monotone-swish-sign"
  | "piecewise-affine"
  | "soft-threshold";

/** Multipliers B of the gradient: "identity" 1; "clipped" 1 where |u| ≤ 1; "triangle" 2·max(0, 1 − |u|); "swish-sign" the
 *  derivative of SS, `μ·(2 − μu·tanh(μu/2)) / (1 + cosh(μu))`, negative beyond its peaks; "monotone-swish-sign" that, but
 *  not below 0. */
export type BackwardMap =
  | "identity"
  | "clipped"
  | "triangle"
  | "swish-sign"
  | "monotone-swish-sign";

type ScaledMap = (u: tf.Tensor, mu: tf.Tensor) => tf.Tensor;

/** |μu| at which SS peaks. */
const peak = 2.399357280515467;

/** |μu| beyond which SS is ±1 in float32, and cosh not yet infinite. */
const greatest = 88;

export const forwardMaps: Readonly<Record<ForwardMap, ScaledMap>> = {
  identity: (u) => tf.clone(u),
  sign: (u) => signs(u),
  "swish-sign": (u, mu) => swishSign(scaled(u, mu, greatest)),
  "monotone-swish-sign": (u, mu) => swishSign(scaled(u, mu, peak)),
  "piecewise-affine": (u, mu) => scaled(u, mu, 1),
  "soft-threshold": (u, mu) => {
    const nearest = signs(u);
    const distance = tf.sub(u, nearest);
    const left = tf.relu(tf.sub(tf.abs(distance), mu));
    return tf.add(nearest, tf.mul(left, signs(distance)));
  },
};

export const backwardMaps: Readonly<Record<BackwardMap, ScaledMap>> = {
  identity: (u) => tf.onesLike(u),
  clipped: (u) => withinOne(u),
  triangle: (u) => tf.mul(tf.relu(tf.sub(1, tf.abs(u))), 2),
  "swish-sign": (u, mu) => swishSignSlope(scaled(u, mu, greatest), mu),
  "monotone-swish-sign": (u, mu) => tf.relu(swishSignSlope(scaled(u, mu, greatest), mu)),
};

function scaled(u: tf.Tensor, mu: tf.Tensor, limit: number): tf.Tensor {
  return tf.clipByValue(tf.mul(u, mu), -limit, limit);
}

function swishSign(scaledU: tf.Tensor): tf.Tensor {
  const half = tf.mul(scaledU, 0.5);
  const t = tf.tanh(half);
  return tf.add(t, tf.mul(half, tf.sub(1, tf.square(t))));
}

function swishSignSlope(scaledU: tf.Tensor, mu: tf.Tensor): tf.Tensor {
  const bend = tf.sub(2, tf.mul(scaledU, tf.tanh(tf.mul(scaledU, 0.5))));
  return tf.mul(mu, tf.div(bend, tf.add(1, tf.cosh(scaledU))));
}
