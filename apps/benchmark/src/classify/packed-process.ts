// A process that loads a packed classifier and nothing else; it is told what to do on standard input.
import { readFileSync } from "node:fs";
import { type Classifier, loadClassifier, verify } from "@bnnkit/runtime";
import { createThreads } from "../create-threads.ts";
import { randomImages } from "./images.ts";
import type { OpenClassifier } from "./process-messages.ts";
import { type ServedClassifier, serveClassifier } from "./serve-classifier.ts";

async function open({
  modelPath,
  threads,
  images: count,
}: OpenClassifier): Promise<ServedClassifier> {
  // Figures of a fallback would stand under the wrong name.
  const kernels = await createThreads(undefined, threads);
  if (kernels.isa === "js") throw new Error(kernels.explain()[0].reason);
  const classifier = await loadClassifier(readFileSync(modelPath), { kernels });
  await checkGolden(classifier);
  const { input } = classifier;
  const images = randomImages(input, count);
  const scores = [...(await classifier.scores(images))];
  return { classifier, images, input, opened: { scores }, arenaPeakBytes: kernels.mark() };
}

/** Compares the golden runs of the model file, where it has any. */
async function checkGolden(classifier: Classifier): Promise<void> {
  if (classifier.golden.length === 0) return;
  const { passed, examples } = await verify(classifier);
  if (passed) return;
  const good = examples.filter((example) => example.passed).length;
  throw new Error(
    `the model file has ${examples.length} golden runs, of which ${good} came out right; not timed`,
  );
}

await serveClassifier(open);
