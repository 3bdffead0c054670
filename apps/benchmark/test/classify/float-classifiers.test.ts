import { createKernels } from "@bnnkit/kernels";
import { type ClassificationDescription, checkModel, type PackedModel } from "@bnnkit/model";
import { createClassifier } from "@bnnkit/runtime";
import { describe, expect, test } from "vitest";
import {
  classifier,
  decodedNetworks,
  networks,
  planeNetworks,
  pool,
  sign,
  streamNetworks,
} from "../../../../packages/runtime/test/classify/networks.ts";
import { randomModel } from "../../../../packages/runtime/test/random-model.ts";
import { checkScores } from "../../src/classify/check-scores.ts";
import { openOnnxClassifier } from "../../src/classify/float/onnx-classifier.ts";
import { openTfjsClassifier } from "../../src/classify/float/tfjs-classifier.ts";
import { randomImages } from "../../src/classify/images.ts";

const all = [...networks, ...planeNetworks, ...decodedNetworks, ...streamNetworks];

const open = {
  "tfjs-wasm": openTfjsClassifier,
  "onnxruntime-web": (model: PackedModel) =>
    openOnnxClassifier(model, { runtime: "onnxruntime-web", threads: 1 }),
};

describe.each(Object.entries(open))("%s", (_, openPeer) => {
  test.each(all.map((network) => [network.name, network] as const))(
    "%s have the scores of the packed model",
    async (_, network) => {
      const model = checkModel(randomModel(network, 3));
      using kernels = await createKernels();
      using packed = createClassifier(model, kernels);
      const images = randomImages(packed.input, 5);
      const expected = [...(await packed.scores(images))];
      const peer = await openPeer(model);
      const actual = await peer.scores(images);
      // Of five images none may differ.
      expect(() => checkScores(actual, expected, packed.classes)).not.toThrow();
      const alone = await peer.scores(images.subarray(0, images.length / 5));
      expect(() =>
        checkScores(alone, expected.slice(0, packed.classes), packed.classes),
      ).not.toThrow();
      const wrong = expected.map((score, i) => (i < packed.classes ? score : score + 1000));
      expect(() => checkScores(actual, wrong, packed.classes)).toThrow(/\(4 of 5 differ\)/);
    },
  );

  const refused: readonly (readonly [ClassificationDescription, RegExp])[] = [
    [
      classifier("rounded numbers", { height: 1, width: 1 }, [
        { op: "round", name: "scores", inputs: ["image"], step: 2, digit: "int32", range: [0, 9] },
      ]),
      /"scores" \(round\): it has no float32 form/,
    ],
    [
      classifier("the first pixel", {}, [
        sign("a", "image"),
        pool("first", "a", "all", "first"),
        {
          op: "affine",
          name: "scores",
          inputs: ["first"],
          scales: true,
          offsets: false,
        },
      ]),
      /"first" \(pool\): it takes the first pixel/,
    ],
  ];
  test.each(refused.map(([network, reason]) => [network.name, network, reason] as const))(
    "%s is refused with the node",
    async (_, network, reason) => {
      await expect(openPeer(randomModel(network, 1))).rejects.toThrow(reason);
    },
  );
});
