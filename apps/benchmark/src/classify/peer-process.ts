// A process that runs a classifier in float32 and nothing else; it is told what to do on standard input.
import { readFileSync } from "node:fs";
import { type PackedModel, readModel } from "@bnnkit/model";
import { onnxVersions } from "../peers/onnxruntime.ts";
import { tfjsVersions } from "../peers/tfjs.ts";
import { checkScores } from "./check-scores.ts";
import { classifierShape } from "./float/classifier-shape.ts";
import { openOnnxClassifier } from "./float/onnx-classifier.ts";
import { openTfjsClassifier } from "./float/tfjs-classifier.ts";
import { randomImages } from "./images.ts";
import type { PeerName } from "./peer-name.ts";
import type { OpenPeer } from "./process-messages.ts";
import { type ServedClassifier, serveClassifier } from "./serve-classifier.ts";
import type { ImageClassifier } from "./timed-classifier.ts";

interface Peer {
  open(model: PackedModel, threads: number): Promise<ImageClassifier>;
  versions(): Promise<Readonly<Record<string, string>>>;
}

const peers: Readonly<Record<PeerName, Peer>> = {
  "tfjs-wasm": { open: openTfjsClassifier, versions: async () => tfjsVersions() },
  "onnxruntime-web-float": {
    open: (model, threads) => openOnnxClassifier(model, { runtime: "onnxruntime-web", threads }),
    versions: () => onnxVersions("onnxruntime-web"),
  },
  "onnxruntime-node-float": {
    open: (model, threads) => openOnnxClassifier(model, { runtime: "onnxruntime-node", threads }),
    versions: () => onnxVersions("onnxruntime-node"),
  },
};

async function open(request: OpenPeer): Promise<ServedClassifier> {
  const model = readModel(readFileSync(request.modelPath));
  const { input, classes } = classifierShape(model);
  const images = randomImages(input, request.images);
  const peer = peers[request.peer];
  const classifier = await peer.open(model, request.threads);
  checkScores(await classifier.scores(images), request.expected, classes);
  return {
    classifier,
    images,
    input,
    opened: { versions: await peer.versions() },
    arenaPeakBytes: 0,
  };
}

await serveClassifier(open);
