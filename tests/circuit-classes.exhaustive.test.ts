import { readFileSync } from "node:fs";
import {
  type Architecture,
  type DataflowPlan,
  dataflowModule,
  planDataflow,
  runDataflow,
  simulate,
} from "@bnnkit/hardware";
import { bnnMlp, packClassifier, squareHinge } from "@bnnkit/layers";
import { type Graph, graphsOf, type PackedModel, writeModel } from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import { loadClassifier } from "@bnnkit/runtime";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

/** 1,797 digits of 8 × 8 pixels, as in the guide from training to price. */
const lines = readFileSync(new URL("../docs/public/digits.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");
const classOf = (line: string): number => Number(line[0]);
const pixelsOf = (line: string): number[] =>
  [...line.slice(2)].map((shade) => 15 * Number.parseInt(shade, 17));
const images = lines.slice(0, 1000).map(pixelsOf);

let packed: PackedModel;
let classes: readonly number[];
beforeAll(async () => {
  await tf.setBackend("cpu");
  const model = bnnMlp({ inputShape: [8, 8, 1], units: [64, 32, 32], classes: 10 });
  model.compile({ optimizer: tf.train.adam(0.005), loss: squareHinge });
  const [x, y] = [lines.flatMap(pixelsOf), lines.map(classOf)];
  const targets = tf.oneHot(tf.tensor1d(y, "int32"), 10);
  await model.fit(tf.tensor4d(x, [lines.length, 8, 8, 1]), targets, { epochs: 4, verbose: 0 });
  packed = packClassifier(model, { name: "digits" });
  const classifier = await loadClassifier(writeModel(packed));
  const results = await classifier.classify(Uint8Array.from(images.flat()));
  classes = results.map((result) => result.class);
  classifier.dispose();
});

/** What the processor makes of the bits of the circuit: the last product has scales and a bias of floats. */
function classOfBits(plan: DataflowPlan, bits: readonly number[]): number {
  const [{ graph } = { graph: undefined }] = graphsOf(packed.description);
  if (graph === undefined) throw new RangeError("a model has a graph");
  const left = new Set(plan.processor.map(({ node }) => node));
  const code = [{ digit: "bipolar" }] as const;
  const input = {
    name: plan.to,
    kind: "map",
    height: 1,
    width: 1,
    features: bits.length,
    code,
  } as const;
  const rest: Graph = {
    inputs: [input],
    nodes: graph.nodes.filter(({ name }) => left.has(name)),
    output: graph.output,
  };
  const values = new Map([[plan.to, matrix(1, bits.length, (_, column) => bits[column] ?? 0)]]);
  const scores = [...evaluateGraph(packed, rest, values).data];
  return scores.indexOf(Math.max(...scores));
}

test.each<[Architecture, Readonly<Record<string, { pe: number; simd: number }>>]>([
  ["dataflow", {}],
  ["shared-engine", { engine: { pe: 4, simd: 16 } }],
])(
  "a trained network as %s gives the classes of the runtime for 1,000 digits",
  (architecture, folding) => {
    const right = classes.filter((one, i) => one === classOf(lines[i] ?? "")).length;
    expect(right).toBeGreaterThan(800);
    const plan = planDataflow(packed, { architecture, folding });
    const { offset, scale } = plan.input.number;
    const samples = images.map((image) => image.map((u) => offset + scale * u));
    const bits = runDataflow(plan, simulate(dataflowModule(plan)), samples);
    expect(bits.map((one) => classOfBits(plan, one))).toEqual(classes);
  },
);
