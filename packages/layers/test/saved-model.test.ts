import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { locallyBinaryConv2d } from "../src/locally-binary-conv2d.ts";
import { quantActivation } from "../src/quant-activation.ts";
import { quantConv1d } from "../src/quant-conv1d.ts";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantConv2dTranspose } from "../src/quant-conv2d-transpose.ts";
import { quantDense } from "../src/quant-dense.ts";
import { quantDepthwiseConv2d } from "../src/quant-depthwise-conv2d.ts";
import { quantEmbedding } from "../src/quant-embedding.ts";
import { quantSeparableConv2d } from "../src/quant-separable-conv2d.ts";

let folder: string;
beforeAll(async () => {
  await tf.setBackend("cpu");
  folder = mkdtempSync(join(tmpdir(), "bnnkit-layers-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = Array.from({ length: 36 }, (_, i) => Math.sin(i));

function everyLayer(): tf.Sequential {
  return tf.sequential({
    layers: [
      quantConv2d({
        inputShape: [6, 6, 1],
        filters: 3,
        kernelSize: [3, 2],
        strides: [1, 2],
        padding: "same",
        padValue: -1,
        kernelQuantizer: "clipped-sign",
        kernelClip: 0.75,
        kernelStart: [-2, 3],
        overwritesKernel: true,
        seed: 4,
      }),
      quantConv2dTranspose({
        filters: 2,
        kernelSize: [1, 2],
        strides: [1, 2],
        padding: "same",
        inputQuantizer: "clipped-sign",
        seed: 5,
      }),
      quantDepthwiseConv2d({
        kernelSize: 2,
        depthMultiplier: 2,
        padding: "same",
        padValue: 1,
        inputQuantizer: "clipped-sign",
        kernelQuantizer: { name: "bmt", options: { scaleAxis: "weights" } },
        useBias: true,
        seed: 6,
      }),
      locallyBinaryConv2d({
        filters: 4,
        kernelSize: 3,
        density: 0.75,
        padding: "same",
        padValue: -1,
        inputQuantizer: "clipped-sign",
        seed: 7,
      }),
      quantSeparableConv2d({
        filters: 3,
        kernelSize: 2,
        padding: "same",
        depthMultiplier: 2,
        inputQuantizer: "clipped-sign",
        depthwiseQuantizer: "clipped-sign",
        pointwiseQuantizer: { name: "bmt", options: { scaleAxis: "weights" } },
        useBias: true,
        seed: 8,
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-4 }),
      quantActivation({
        quantizer: { name: "half-wave-gaussian", options: { bits: 3, step: 0.25 } },
      }),
      tf.layers.reshape({ targetShape: [9, 3] }),
      quantConv1d({
        filters: 4,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        padValue: 1,
        kernelQuantizer: "clipped-sign",
        seed: 9,
      }),
      tf.layers.flatten(),
      quantDense({
        units: 4,
        useBias: true,
        inputQuantizer: {
          name: "bmt",
          options: { scaleAxis: "activations", estimator: "triangle" },
        },
        kernelQuantizer: { name: "bmt", options: { scaleAxis: "weights" } },
      }),
    ],
  });
}

/** Loads a model from a folder, and prints what it says of an image and of itself. */
const loader = `
  import { readFileSync } from "node:fs";
  import * as tf from "@tensorflow/tfjs";
  import "@bnnkit/layers";
  const folder = process.argv[1];
  await tf.setBackend("cpu");
  const { weightData, ...rest } = JSON.parse(readFileSync(folder + "/model.json", "utf8"));
  const weights = readFileSync(folder + "/weights.bin");
  const model = await tf.loadLayersModel(tf.io.fromMemory({ ...rest, weightData: new Uint8Array(weights).buffer }));
  const image = JSON.parse(readFileSync(folder + "/image.json", "utf8"));
  const scores = model.predict(tf.tensor4d(image, [1, 6, 6, 1]));
  console.log(JSON.stringify({ scores: [...scores.dataSync()], config: model.getConfig() }));
`;

test("a model on disk is the same model in a new process", async () => {
  const model = everyLayer();
  await model.save(
    tf.io.withSaveHandler(async ({ weightData, ...rest }) => {
      writeFileSync(join(folder, "model.json"), JSON.stringify(rest));
      if (weightData instanceof ArrayBuffer)
        writeFileSync(join(folder, "weights.bin"), new Uint8Array(weightData));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  writeFileSync(join(folder, "image.json"), JSON.stringify(image));
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", loader, folder], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { scores, config } = JSON.parse(output.trim().split("\n").at(-1)!);
  const expected = model.predict(tf.tensor4d(image, [1, 6, 6, 1]));
  expect(scores).toEqual(expected instanceof tf.Tensor ? [...expected.dataSync()] : []);
  expect(config).toEqual(JSON.parse(JSON.stringify(model.getConfig())));
});

test("a layer's configuration makes the same layer", () => {
  const own = everyLayer().layers.filter((layer) => /^Quant|^Local/.test(layer.getClassName()));
  expect(own.length).toBe(8);
  const table = quantEmbedding({
    inputDim: 5,
    outputDim: 2,
    inputLength: 3,
    kernelQuantizer: "clipped-sign",
    seed: 2,
  });
  for (const layer of [...own, table]) {
    const config = layer.getConfig();
    const [create, fromConfig] =
      tf.serialization.SerializationMap.getMap().classNameMap[layer.getClassName()]!;
    expect(fromConfig(create, config).getConfig()).toEqual(config);
  }
});
