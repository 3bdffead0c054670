import { dataflowModule, foldForRate, planDataflow, runDataflow, simulate } from "@bnnkit/hardware";
import { bnnCnn, bnnMlp, packClassifier } from "@bnnkit/layers";
import { graphsOf } from "@bnnkit/model";
import { evaluateValues, matrix } from "@bnnkit/model/reference";
import { streamline } from "@bnnkit/model/streamline";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(7);
const inputShape = [6, 6, 1] as const;

/** Statistics of products as after training, and γ of either sign. */
function unsettle(model: tf.LayersModel): void {
  const normal = (length: number, scale: number) =>
    tf.tensor(Float32Array.from({ length }, () => scale * random.normal()));
  tf.tidy(() => {
    for (const layer of model.layers) {
      if (layer.getClassName() !== "BatchNormalization") continue;
      const { length } = layer.getWeights()[0]?.dataSync() ?? [];
      const gamma = tf.tensor(Float32Array.from({ length }, (_, c) => (c % 3 === 1 ? -1 : 1)));
      layer.setWeights([gamma, normal(length, 0.3), normal(length, 6), tf.fill([length], 90)]);
    }
  });
}

test.each([
  ["bnnMlp", () => bnnMlp({ inputShape, units: [12, 8], classes: 3 })],
  ["bnnCnn", () => bnnCnn({ inputShape, filters: [8, 12], units: [32], classes: 3 })],
])("%s, packed and streamlined, is a circuit with its integers", (_, create) => {
  const layers = create();
  unsettle(layers);
  const model = streamline(packClassifier(layers, { name: "network" }));
  layers.dispose();
  const { folding } = foldForRate(planDataflow(model), { framesPerSecond: 2e5, clockMHz: 100 });
  const plan = planDataflow(model, { folding });
  // The scores have scales and a bias of floats.
  expect(plan.processor.map(({ op }) => op)).toEqual(["dense"]);
  const images = Array.from({ length: 64 }, () =>
    Array.from({ length: 36 }, () => random.integer(0, 255)),
  );
  const [{ graph } = { graph: undefined }] = graphsOf(model.description);
  if (graph === undefined) throw new Error("a model has a graph");
  const wanted = images.map((image) => {
    const x = matrix(36, 1, (row) => image[row] ?? 0);
    const inputs = new Map([[graph.inputs[0]?.name ?? "", x]]);
    return [...(evaluateValues(model, graph, inputs).get(plan.to)?.data ?? [])];
  });
  expect(new Set(wanted.map(String)).size).toBeGreaterThan(3);
  const { offset, scale } = plan.input.number;
  const samples = images.map((image) => image.map((pixel) => offset + scale * pixel));
  expect(runDataflow(plan, simulate(dataflowModule(plan)), samples)).toEqual(wanted);
});
