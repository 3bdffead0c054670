import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { bop } from "../../src/optimizers/bop.ts";
import { CaseOptimizer, caseOptimizer } from "../../src/optimizers/case-optimizer.ts";
import { scaledLatentUpdate } from "../../src/optimizers/scaled-latent-update.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { savedAndLoaded, step } from "./step-variable.ts";

beforeAll(() => tf.setBackend("cpu"));

const isKernel = ({ name }: tf.Variable): boolean => name.includes("kernel");

test("each variable is trained by its own optimizer", () => {
  const kernel = tf.variable(tf.ones([2]), true, "case/kernel");
  const bias = tf.variable(tf.zeros([2]), true, "case/bias");
  const optimizer = caseOptimizer({
    cases: [{ matches: isKernel, optimizer: bop({ gamma: 1, threshold: 0 }) }],
    otherwise: tf.train.sgd(0.5),
  });
  step(optimizer, [bias, [1, -1]], [kernel, [1, -1]]);
  expect([...kernel.dataSync()]).toEqual([-1, 1]);
  expect([...bias.dataSync()]).toEqual([-0.5, 0.5]);
});

test("what matches nothing stays where there is no other optimizer", () => {
  const bias = tf.variable(tf.zeros([1]), true, "stays/bias");
  const cases = [{ matches: isKernel, optimizer: bop() }];
  step(caseOptimizer({ cases }), [bias, [1]]);
  expect([...bias.dataSync()]).toEqual([0]);
});

test("what matches two is refused, by name", () => {
  const kernel = tf.variable(tf.ones([1]), true, "twice/kernel");
  const cases = [
    { matches: isKernel, optimizer: bop() },
    { matches: () => true, optimizer: tf.train.sgd(1) },
  ];
  expect(() => step(caseOptimizer({ cases }), [kernel, [1]])).toThrow(
    'caseOptimizer: variable "twice/kernel" must match one case, got 0,1',
  );
});

test("goes on where it was saved, without the functions that told the variables apart", async () => {
  const kernel = tf.variable(tf.ones([2]), true, "saved/kernel");
  const scale = tf.variable(tf.ones([2]), true, "saved/scale");
  const first = caseOptimizer({
    cases: [{ matches: isKernel, optimizer: bop({ gamma: 0.5, threshold: 0.6 }) }],
    otherwise: tf.train.adam(0.1),
  });
  step(first, [scale, [1, 2]], [kernel, [1, 0]]);
  const second = await savedAndLoaded(first);
  const [otherKernel, otherScale] = [tf.variable(kernel), tf.variable(scale)];
  step(first, [scale, [-1, 1]], [kernel, [1, 1]]);
  step(second, [otherScale, [-1, 1]], [otherKernel, [1, 1]]);
  expect([...kernel.dataSync()]).toEqual([-1, 1]);
  expect([...otherKernel.dataSync()]).toEqual([-1, 1]);
  expect([...otherScale.dataSync()]).toEqual([...scale.dataSync()]);
});

test("an optimizer that is not registered, or none, is refused", () => {
  const { fromConfig } = CaseOptimizer;
  const config = (className: string): tf.serialization.ConfigDict => ({
    cases: [{ className, config: {} }],
    otherwise: null,
    assignments: [],
  });
  for (const name of ["Lion", "Flatten"]) {
    expect(() => fromConfig(CaseOptimizer, config(name))).toThrow(
      `caseOptimizer: no optimizer "${name}" is registered`,
    );
  }
});

test("a saved model brings it back, its state with it", async () => {
  const model = tf.sequential({
    layers: [
      quantDense({ units: 4, inputShape: [6], kernelQuantizer: "clipped-sign", seed: 3 }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotUniform({ seed: 5 }) }),
    ],
  });
  const optimizer = caseOptimizer({
    cases: [
      {
        matches: ({ name }) => name.startsWith("quant_dense"),
        optimizer: bop({ gamma: 0.2, threshold: 1e-3 }),
      },
      {
        matches: ({ name }) => /^dense.*kernel/.test(name),
        optimizer: scaledLatentUpdate({ optimizer: tf.train.adam(0.01), scale: 2 }),
      },
    ],
    otherwise: tf.train.adam(0.01),
  });
  model.compile({ optimizer, loss: "meanSquaredError" });
  const x = tf.tensor2d(
    Array.from({ length: 48 }, (_, i) => Math.sin(i)),
    [8, 6],
  );
  const y = tf.tensor2d(
    Array.from({ length: 8 }, (_, i) => Math.cos(i)),
    [8, 1],
  );
  const fit = (m: tf.LayersModel): Promise<tf.History> =>
    m.fit(x, y, { epochs: 2, batchSize: 8, shuffle: false });
  await fit(model);
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (saved) => {
      artifacts = saved;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
    { includeOptimizer: true },
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  await fit(model);
  await fit(loaded);
  for (const [i, weight] of loaded.getWeights().entries()) {
    // Adam of TensorFlow.js makes its powers of β anew, in another rounding.
    const gap = tf.max(tf.abs(tf.sub(weight, model.getWeights()[i]!)));
    expect(gap.dataSync()[0]).toBeLessThan(1e-5);
  }
  expect(new Set(loaded.getWeights()[0]!.dataSync())).toEqual(new Set([-1, 1]));
});
