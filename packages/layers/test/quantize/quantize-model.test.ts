import { inferTypes } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { packClassifier, quantizeModel } from "../../src/index.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const kernel = () => ({ kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) });

function realCnn(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.rescaling({ scale: 1, offset: -128, inputShape: [8, 8, 1] }),
      tf.layers.conv2d({
        ...kernel(),
        name: "first",
        filters: 4,
        kernelSize: 3,
        activation: "relu",
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ ...kernel(), name: "second", filters: 6, kernelSize: 3, padding: "same" }),
      tf.layers.batchNormalization({ name: "bn" }),
      tf.layers.reLU({ name: "relu" }),
      tf.layers.dropout({ rate: 0.5, name: "noise" }),
      tf.layers.flatten(),
      tf.layers.dense({
        ...kernel(),
        name: "third",
        units: 12,
        activation: "relu",
        useBias: false,
      }),
      tf.layers.dense({ ...kernel(), name: "scores", units: 3 }),
    ],
  });
}

const names = (model: tf.LayersModel) =>
  model.layers.map((layer) => `${layer.getClassName()} ${layer.name}`);

describe("quantizeModel", () => {
  test("puts quantized layers where real ones stood, and normalization in front of signs", () => {
    const model = realCnn();
    const quantized = quantizeModel(model);
    expect(names(quantized).map((name) => name.replace(/_\w+\d+$/, ""))).toEqual([
      expect.stringMatching(/^InputLayer/),
      expect.stringMatching(/^Rescaling/),
      "QuantConv2D first",
      expect.stringMatching(/^MaxPooling2D/),
      "BatchNormalization second_normalized",
      "QuantConv2D second",
      "BatchNormalization bn",
      expect.stringMatching(/^Flatten/),
      "QuantDense third",
      "Activation third_relu",
      "Dense scores",
    ]);
    expect(quantized.getLayer("first").getConfig()).toMatchObject({
      kernelQuantizer: { name: "int8-rows" },
      inputQuantizer: null,
    });
    expect(quantized.getLayer("second").getConfig()).toMatchObject({
      inputQuantizer: { name: "clipped-sign" },
      padding: "same",
      padValue: 1,
    });
  });

  test("latent weights are those of the model, which stays as it was", () => {
    const model = realCnn();
    const before = model
      .getLayer("second")
      .getWeights()
      .map((weight) => weight.arraySync());
    const quantized = quantizeModel(model);
    expect(
      quantized
        .getLayer("second")
        .getWeights()
        .map((w) => w.arraySync()),
    ).toEqual(before);
    const kernel = quantized.getLayer("second").weights[0];
    kernel?.write(tf.zerosLike(kernel.read()));
    expect(
      model
        .getLayer("second")
        .getWeights()
        .map((w) => w.arraySync()),
    ).toEqual(before);
    expect(names(model)).toContain("ReLU relu");
  });

  test("a last layer that is quantized, too, reads signs", () => {
    const quantized = quantizeModel(realCnn(), { quantizeLast: true });
    expect(names(quantized)).toContain("QuantDense scores");
    expect(names(quantized)).toContain("BatchNormalization scores_normalized");
    expect(names(quantized).join()).not.toMatch(/relu/);
  });

  test("keep leaves a layer and the activation in front of it", () => {
    const quantized = quantizeModel(realCnn(), { keep: ["third"] });
    const kept = names(quantized).slice(-5);
    expect(kept).toContain("Dense third");
    expect(kept).toContain("ReLU relu");
    expect(names(quantizeModel(realCnn(), { keep: ["noise"] }))).toContain("Dropout noise");
    const withFirst = quantizeModel(realCnn(), { keep: ["first"] });
    expect(names(withFirst)).toContain("Conv2D first");
    expect(withFirst.getLayer("second").getConfig()).toMatchObject({
      inputQuantizer: { name: "clipped-sign" },
      kernelQuantizer: { name: "clipped-sign" },
    });
    expect(() => quantizeModel(realCnn(), { keep: ["thrid"] })).toThrow(
      /keep must name layers of the model, got "thrid"/,
    );
  });

  test("both ways of a residual stream are rebuilt", () => {
    const input = tf.input({ shape: [10] });
    const dense = (name: string, x: tf.SymbolicTensor) => {
      const y = tf.layers.dense({ name, units: 10 }).apply(x);
      if (!(y instanceof tf.SymbolicTensor)) throw new Error("no tensor");
      return y;
    };
    const a = dense("a", input);
    const sum = tf.layers.add({ name: "sum" }).apply([dense("b", a), a]);
    if (!(sum instanceof tf.SymbolicTensor)) throw new Error("no tensor");
    const model = tf.model({ inputs: input, outputs: dense("c", sum) });
    const quantized = quantizeModel(model);
    expect(names(quantized).slice(1)).toEqual([
      "QuantDense a",
      "BatchNormalization b_normalized",
      "QuantDense b",
      "Add sum",
      "Dense c",
    ]);
    expect(quantized.predict(tf.ones([2, 10]))).toBeDefined();
  });

  test("a depthwise kernel is named with a remedy", () => {
    const depthwise = tf.layers.depthwiseConv2d({
      kernelSize: 3,
      name: "d",
      inputShape: [8, 8, 2],
    });
    const model = tf.sequential({ layers: [depthwise, tf.layers.flatten()] });
    expect(() => quantizeModel(model)).toThrow(
      /layer "d" \(DepthwiseConv2D\) must be Dense or Conv2D.*name it in keep/,
    );
  });

  test("a model within the model is named with a remedy", () => {
    const inner = tf.sequential({
      name: "inner",
      layers: [tf.layers.dense({ units: 2, inputShape: [3] })],
    });
    const input = tf.input({ shape: [3] });
    const output = inner.apply(input);
    if (!(output instanceof tf.SymbolicTensor)) throw new Error("no tensor");
    expect(() => quantizeModel(tf.model({ inputs: input, outputs: output }))).toThrow(
      /layer "inner" \(Sequential\) must not be a model within the model/,
    );
  });

  test("learns again, and is packed", async () => {
    const random = createRandom(5);
    const images = tf.tensor4d(
      Float32Array.from({ length: 96 * 64 }, (_, i) => {
        const isBright = i % 8 < 4 === Math.floor(i / 64) % 2 > 0;
        return random.integer(0, 100) + (isBright ? 150 : 0);
      }),
      [96, 8, 8, 1],
    );
    const labels = tf.oneHot(
      tf.tensor1d(
        Int32Array.from({ length: 96 }, (_, i) => i % 2),
        "int32",
      ),
      3,
    );
    const quantized = quantizeModel(realCnn());
    quantized.compile({
      optimizer: tf.train.adam(0.01),
      loss: (y, scores) => tf.losses.softmaxCrossEntropy(y, scores),
      metrics: ["accuracy"],
    });
    const { history } = await quantized.fit(images, labels, {
      shuffle: false,
      epochs: 6,
      batchSize: 16,
      verbose: 0,
    });
    expect(history.acc?.at(-1)).toBeGreaterThan(0.9);
    const { description } = packClassifier(quantized, { name: "again" });
    if (description.task !== "classification") throw new Error("no classifier");
    const types = inferTypes(description.graph, "test");
    expect(description.graph.inputs[0]).toMatchObject({ code: [{ digit: "uint8", offset: -128 }] });
    expect(types.get("second")).toMatchObject({ features: 6 });
  });
});
