import { writeModel } from "@bnnkit/model";
import { type Classifier, loadClassifier, verify } from "@bnnkit/runtime";
import type { LabelledRows, LabelledSplit } from "./labelled-rows.ts";
import { parameterBytes } from "./parameter-bytes.ts";
import type { TrainedClassifier } from "./train-classifier.ts";

/** A network as a model file, and how that runs. */
export interface PackedWeightless {
  readonly bytes: Uint8Array;
  readonly parameterBytes: number;
  /** Classes of the test rows, which the trained network says, too. */
  readonly predicted: Uint32Array;
  /** Of a sample among many, on one thread of the packed runtime. */
  readonly nanosecondsPerSample: number;
}

/** What a model file says of itself. */
export interface PackedText {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const goldenRows = 2;
/** Rows that are timed at once, and runs, of which the fastest counts. */
const timedRows = 4096;
const timedRuns = 5;

/** The model file of a trained network with the votes of the first test rows inside.
 *  @throws Error if the packed runtime gives another class of any test row, or other votes of those. */
export async function packTrained(
  trained: TrainedClassifier,
  { classNames, test }: LabelledSplit,
  { name, metadata }: PackedText,
): Promise<PackedWeightless> {
  const examples = test.values.subarray(0, Math.min(goldenRows, test.rows) * test.features);
  const number = test.values instanceof Uint8Array ? "uint8" : "float32";
  const labels = classNames;
  const model = trained.pack({ number, name, labels, metadata, examples });
  const bytes = writeModel(model);
  using classifier = await loadClassifier(bytes);
  if (!(await verify(classifier)).passed) {
    throw new Error("packTrained: the packed runtime gives other votes than the network");
  }
  const classifications = await classifier.classify(test.values);
  const predicted = Uint32Array.from(classifications, (one) => one.class);
  const wrong = trained.firstOther(predicted, test);
  if (wrong >= 0) {
    throw new Error(
      `packTrained: the packed runtime says class ${predicted[wrong]} of test row ${wrong}, the network another`,
    );
  }
  const nanosecondsPerSample = await timed(classifier, test);
  return { bytes, parameterBytes: parameterBytes(model), predicted, nanosecondsPerSample };
}

async function timed(classifier: Classifier, { values }: LabelledRows): Promise<number> {
  const length = timedRows * classifier.input.features;
  const rows = values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  for (let at = 0; at < length; at += values.length) {
    rows.set(values.subarray(0, Math.min(values.length, length - at)), at);
  }
  let least = Infinity;
  for (let run = 0; run < timedRuns; run++) {
    const start = performance.now();
    await classifier.scores(rows);
    least = Math.min(least, performance.now() - start);
  }
  return (1e6 * least) / timedRows;
}
