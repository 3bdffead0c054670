import { packClassifier } from "@bnnkit/layers";
import { readModel, summarize, writeModel } from "@bnnkit/model";
import { type Classifier, loadClassifier, verify } from "@bnnkit/runtime";
import type { ImageSet } from "../digits/drawn-digits.ts";
import type { PackedReport } from "./training-messages.ts";
import { imageTensor, type TrainingRun } from "./training-run.ts";

/** A packed network that is ready to run. */
export interface PackedNetwork {
  readonly classifier: Classifier;
  readonly report: PackedReport;
}

/** Packs a trained network, and tries it on the test images.
 *  @throws RangeError naming a layer that a model file has no node for */
export async function packRun(
  run: TrainingRun,
  {
    name,
    test,
    classes,
  }: { readonly name: string; readonly test: ImageSet; readonly classes: number },
): Promise<PackedNetwork> {
  const examples = imageTensor(test, 0, Math.min(2, test.count));
  const labels = Array.from({ length: classes }, (_, i) => String(i));
  const packed = packClassifier(run.model, { name, labels, examples });
  examples.dispose();
  const opened = await openPacked(writeModel(packed));
  const classified = await opened.classifier.classify(test.pixels);
  const expected = run.classesOf(test);
  const share = (isSo: (label: number, i: number) => boolean): number =>
    classified.filter(({ class: label }, i) => isSo(label, i)).length;
  return {
    classifier: opened.classifier,
    report: {
      ...opened.report,
      accuracy: share((label, i) => label === test.labels[i]) / test.count,
      sameClass: share((label, i) => label === expected[i]),
      testImages: test.count,
    },
  };
}

/** Opens a model file of images, such as one that was just written.
 *  @throws RangeError for a malformed file, and for a model of another task */
export async function openPacked(bytes: Uint8Array): Promise<PackedNetwork> {
  const classifier = await loadClassifier(bytes);
  const { input, golden, description } = classifier;
  const { passed } = await verify(classifier);
  const { height, width, features } = input;
  const isSquare = height === width && features === 1;
  return {
    classifier,
    report: {
      name: description.name,
      bytes,
      floatBytes: summarize(readModel(bytes)).float32Bytes,
      verified: golden.length === 0 ? undefined : passed,
      input: `${height} × ${width} × ${features}`,
      size: isSquare ? height : undefined,
      kernels: classifier
        .explain()
        .map(({ operation, kernel, reason }) => ({ operation, kernel, reason })),
    },
  };
}
