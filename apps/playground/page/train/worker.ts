import { recipeOf, type SystemName, systems } from "@bnnkit/layers";
import type { Classifier } from "@bnnkit/runtime";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import { expose } from "comlink";
import { drawnSet, type ImageSet } from "../digits/drawn-digits.ts";
import { rasterize } from "../digits/rasterize.ts";
import type { Strokes } from "../digits/strokes.ts";
import { seededRandom } from "../random.ts";
import { openPacked, packRun } from "./pack-run.ts";
import type {
  ClassifiedImage,
  OfferedSystem,
  PackedReport,
  TrainingData,
  TrainingProgress,
  TrainingRequest,
} from "./training-messages.ts";
import { TrainingRun } from "./training-run.ts";

/** Pixels of a side of what is drawn, and how many images are. */
const drawn = { size: 16, train: 2000, test: 500 } as const;

interface Trained {
  readonly run: TrainingRun;
  readonly name: string;
  readonly test: ImageSet;
  readonly classes: number;
}

let trained: Trained | undefined;
let classifier: Classifier | undefined;
let isStopped = false;
let backend: Promise<unknown> | undefined;

/** What the worker of the training does. */
const service = {
  systems(): readonly OfferedSystem[] {
    return names().map((name) => {
      const { title, paper, presets } = systems[name];
      return { name, title, paper, presets: Object.keys(presets) };
    });
  },

  async train(
    { system, preset, sizes, data, epochs }: TrainingRequest,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<void> {
    isStopped = false;
    backend ??= startBackend();
    await backend;
    const name = names().find((known) => known === system);
    if (name === undefined) throw new RangeError(`there is no system ${system}`);
    const { train, test } = imagesOf(data);
    const classes = Math.max(2, ...train.labels, ...test.labels.map((label) => label)) + 1;
    trained?.run.dispose();
    const recipe = recipeOf(name, preset);
    const run = new TrainingRun({ recipe, sizes, train, test, classes, epochs });
    trained = { run, name: `${name} (${preset})`, test, classes };
    await run.train(onProgress, () => isStopped);
  },

  stop(): void {
    isStopped = true;
  },

  async pack(): Promise<PackedReport> {
    if (trained === undefined) throw new Error("nothing has been trained");
    return use(await packRun(trained.run, trained));
  },

  async open(bytes: Uint8Array): Promise<PackedReport> {
    return use(await openPacked(bytes));
  },

  async classify(strokes: Strokes): Promise<ClassifiedImage> {
    if (classifier === undefined) throw new Error("no packed network is open");
    const size = classifier.input.height;
    const pixels = rasterize(strokes, size);
    const start = performance.now();
    const scores = await classifier.scores(pixels);
    const milliseconds = performance.now() - start;
    const { labels } = classifier.description;
    return {
      ...{ pixels, size, milliseconds },
      scores: [...scores].map((score, i) => ({ label: labels?.[i] ?? String(i), score })),
      best: scores.indexOf(Math.max(...scores)),
    };
  },
};

export type TrainingService = typeof service;
expose(service);

function names(): readonly SystemName[] {
  const known: SystemName[] = [];
  for (const name in systems) if (isName(name)) known.push(name);
  return known;
}

function isName(name: string): name is SystemName {
  return Object.hasOwn(systems, name);
}

function use(packed: Awaited<ReturnType<typeof openPacked>>): PackedReport {
  classifier?.dispose();
  classifier = packed.classifier;
  return packed.report;
}

function startBackend(): Promise<unknown> {
  setWasmPaths({
    "tfjs-backend-wasm.wasm": simd, // never loaded, like the threaded one
    "tfjs-backend-wasm-simd.wasm": simd,
    "tfjs-backend-wasm-threaded-simd.wasm": simd,
  });
  return installTrainingBackend();
}

function imagesOf(data: TrainingData): { readonly train: ImageSet; readonly test: ImageSet } {
  if (data.kind === "images") return data;
  const { digits } = data;
  const { size } = drawn;
  return {
    train: drawnSet({ count: drawn.train, size, digits, random: seededRandom(1) }),
    test: drawnSet({ count: drawn.test, size, digits, random: seededRandom(2) }),
  };
}
