import { layerNorm } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { type NetworkConfig, networkTensors, normEpsilon } from "./network-config.ts";

/** A decoder in the shape of GPT-2 on TensorFlow.js, under training. */
export class Network {
  readonly config: NetworkConfig;
  readonly variables: ReadonlyMap<string, tf.Variable>;

  /** @param seed  Of the starting values. */
  constructor(config: NetworkConfig, seed: number) {
    this.config = config;
    this.variables = new Map(
      networkTensors(config).map(({ name, shape, start }, i) => {
        const sizes = [...shape];
        const values =
          typeof start === "number"
            ? tf.fill(sizes, start)
            : tf.randomNormal(sizes, 0, start.deviation, "float32", seed + i);
        return [name, tf.variable(values, true, name)];
      }),
    );
  }

  /** Mean natural logarithm of the probabilities of ids behind those before them, negative.
   *  @param ids  [batch, length + 1] */
  loss(ids: tf.Tensor2D): tf.Scalar {
    return tf.tidy(() => {
      const [batch, width] = ids.shape;
      const inputs = tf.slice2d(ids, [0, 0], [batch, width - 1]);
      const targets = tf.slice2d(ids, [0, 1], [batch, width - 1]);
      const expected = tf.oneHot(tf.reshape(targets, [-1]), this.config.vocabularySize);
      const logProbabilities = tf.logSoftmax(this.#scores(inputs));
      const sum = tf.sum(tf.mul(logProbabilities, tf.cast(expected, "float32")));
      return tf.div<tf.Scalar>(tf.neg(sum), batch * (width - 1));
    });
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
  }

  /** [batch·length, vocabulary] */
  #scores(ids: tf.Tensor2D): tf.Tensor2D {
    const [batch, length] = ids.shape;
    const { features, layers } = this.config;
    const words = tf.gather(this.#of("wte.weight"), tf.reshape(ids, [-1]));
    const places = tf.slice(this.#of("wpe.weight"), [0, 0], [length, features]);
    const sum = tf.add(tf.reshape(words, [batch, length, features]), places);
    let x = tf.reshape<tf.Rank.R2>(sum, [batch * length, features]);
    for (let i = 0; i < layers; i++) {
      x = tf.add(x, this.#attend(this.#norm(x, `h.${i}.ln_1`), i, batch));
      const up = this.#linear(this.#norm(x, `h.${i}.ln_2`), `h.${i}.mlp.c_fc`);
      x = tf.add(x, this.#linear(gelu(up), `h.${i}.mlp.c_proj`));
    }
    return tf.matMul(this.#norm(x, "ln_f"), this.#matrix("wte.weight"), false, true);
  }

  #attend(x: tf.Tensor2D, layer: number, batch: number): tf.Tensor2D {
    const { features, heads } = this.config;
    const length = x.shape[0] / batch;
    const size = features / heads;
    const all = tf.reshape(this.#linear(x, `h.${layer}.attn.c_attn`), [
      batch,
      length,
      3,
      heads,
      size,
    ]);
    const [q, k, v] = tf
      .split(tf.transpose(all, [2, 0, 3, 1, 4]), 3)
      .map((part) => tf.reshape<tf.Rank.R3>(part, [batch * heads, length, size]));
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size));
    const probabilities = tf.softmax<tf.Tensor3D>(tf.add(scores, causalMask(length)));
    const context = tf.reshape(tf.matMul(probabilities, v), [batch, heads, length, size]);
    const rows = tf.reshape<tf.Rank.R2>(tf.transpose(context, [0, 2, 1, 3]), [
      batch * length,
      features,
    ]);
    return this.#linear(rows, `h.${layer}.attn.c_proj`);
  }

  #norm(x: tf.Tensor2D, name: string): tf.Tensor2D {
    return layerNorm(x, this.#of(`${name}.weight`), this.#of(`${name}.bias`), normEpsilon);
  }

  #linear(x: tf.Tensor2D, name: string): tf.Tensor2D {
    return tf.add(tf.matMul(x, this.#matrix(`${name}.weight`)), this.#of(`${name}.bias`));
  }

  #of(name: string): tf.Variable {
    const variable = this.variables.get(name);
    if (variable === undefined) throw new RangeError(`Network: no tensor "${name}"`);
    return variable;
  }

  #matrix(name: string): tf.Tensor2D {
    return this.#of(name).as2D(...sizesOf(this.#of(name)));
  }
}

function sizesOf({ shape: [rows = 1, columns = 1] }: tf.Tensor): [number, number] {
  return [rows, columns];
}

/** Far below every score where a key stands behind its query, else 0. */
function causalMask(length: number): tf.Tensor2D {
  const data = Float32Array.from({ length: length ** 2 }, (_, i) =>
    i % length > Math.floor(i / length) ? -1e9 : 0,
  );
  return tf.tensor2d(data, [length, length]);
}

function gelu(x: tf.Tensor2D): tf.Tensor2D {
  const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
}
