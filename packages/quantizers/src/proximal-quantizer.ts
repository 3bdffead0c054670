import { bipolar } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial, numberOptionOf, parameterValue } from "./parameter-values.ts";
import { type BackwardMap, backwardMaps, type ForwardMap, forwardMaps } from "./proximal-maps.ts";
import type { Encoding, Paper, QuantizeCall, Quantizer, QuantizerParameter } from "./quantizer.ts";
import { signs } from "./signs.ts";

export interface ProximalQuantizerOptions {
  /** Default "swish-sign". */
  readonly forward?: ForwardMap;
  /** Default "swish-sign". */
  readonly backward?: BackwardMap;
  /** Initial μ, at least 0; default 1. */
  readonly mu?: number;
}

const paper: Paper = {
  title: "Understanding Neural Network Binarization with Forward and Backward Proximal Quantizers",
  authors: "Lu, Yu, Li, Partovi Nia",
  year: 2023,
  url: "https://arxiv.org/abs/2402.17710",
};

/** The methods of {@link proximalMethods}. */
export type ProximalMethod =
  | "binary-connect"
  | "bnn"
  | "bi-real"
  | "bnn-plus"
  | "bnn-plus-plus"
  | "monotone-bnn-plus-plus"
  | "parq"
  | "prox-quant";

/** The methods of the ProxConnect++ family as pairs of maps: options of {@link proximalQuantizer}. */
export const proximalMethods: Readonly<
  Record<ProximalMethod, { readonly forward: ForwardMap; readonly backward: BackwardMap }>
> = {
  "binary-connect": { forward: "sign", backward: "identity" },
  bnn: { forward: "sign", backward: "clipped" },
  "bi-real": { forward: "sign", backward: "triangle" },
  "bnn-plus": { forward: "sign", backward: "swish-sign" },
  "bnn-plus-plus": { forward: "swish-sign", backward: "swish-sign" },
  "monotone-bnn-plus-plus": { forward: "monotone-swish-sign", backward: "monotone-swish-sign" },
  parq: { forward: "piecewise-affine", backward: "identity" },
  "prox-quant": { forward: "soft-threshold", backward: "identity" },
};

const where = "proximalQuantizer";

/** Weights that a proximal map F draws to ±1 the more, the greater μ: ProxConnect++.
 *
 *  In training `q(u) = F_μ(u)`, else `−1 if u < 0 else +1`, which is what is packed; `∂q/∂u ≈ B_μ(u)`, in training or not.
 *  μ, the parameter "mu", is changed by a schedule such as {@link muSchedule}, not by the optimizer. With F "sign" and B
 *  "identity" it is BinaryConnect; {@link proximalMethods} has others.
 *
 *  Lu et al. 2023, https://arxiv.org/abs/2402.17710; Dockhorn et al. 2021, https://arxiv.org/abs/2110.13220
 *  @throws RangeError if there is no such `forward` or `backward`, or `mu` is negative or not finite. */
export function proximalQuantizer({
  forward = "swish-sign",
  backward = "swish-sign",
  mu = 1,
}: ProximalQuantizerOptions = {}): Quantizer {
  checkOneOf(where, "forward", forward, Object.keys(forwardMaps));
  checkOneOf(where, "backward", backward, Object.keys(backwardMaps));
  checkInitial(where, "mu", mu);
  if (mu < 0) throw new RangeError(`${where}: mu must be at least 0, got ${mu}`);
  const parameter: QuantizerParameter = { name: "mu", shape: [], initial: mu, trainable: false };
  return {
    name: "proximal",
    options: { forward, backward, mu },
    code: bipolar,
    paper,
    estimator: { name: backward, paper },
    parameters: [parameter],
    encode: (x): Encoding => [{ digits: tf.tidy(() => signs(x)), scale: tf.scalar(1) }],
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call: QuantizeCall = {}): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => {
          const value = parameterValue(where, parameter, x, call);
          const map = call.training ? forwardMaps[forward] : forwardMaps.sign;
          return { value: tf.reshape<R>(map(x, value), x.shape), saved: [x, value] };
        },
        backward: (gradient, [u, value]) => [tf.mul(gradient, backwardMaps[backward](u, value))],
      });
    },
    withParameters: (values) =>
      proximalQuantizer({ forward, backward, mu: numberOptionOf(parameter, values) }),
  };
}
