import type { LabelledSplit } from "./labelled-rows.ts";
import { packTrained } from "./pack-classifier.ts";
import { trainClassifier } from "./train-classifier.ts";
import type { WeightlessResult } from "./weightless-result.ts";

/** A run before it is done. */
type PlannedRun = Pick<
  WeightlessResult,
  "data" | "seed" | "config" | "trainRows" | "testRows" | "splitSeed"
>;

/** What a run comes to, and its model file. */
export type TrainedRun = Omit<WeightlessResult, keyof PlannedRun> & { readonly bytes: Uint8Array };

/** Trains a network, makes a model file of it, and scores that on the test rows.
 *  @throws the reason of the signal */
export async function trainRun(
  { data, seed, config, trainRows }: PlannedRun,
  split: LabelledSplit,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<TrainedRun> {
  const start = process.cpuUsage();
  const trained = await trainClassifier(config, split, {
    seed,
    signal,
    onEpoch: ({ epoch, epochs, loss }) =>
      note(`seed ${seed}, epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}`),
  });
  const { user, system } = process.cpuUsage(start);
  const packed = await packTrained(trained, split, {
    name: `${config.system} of ${data}`,
    metadata: { training: `${config.system}, ${trainRows} rows of ${data}, seed ${seed}` },
  });
  const { bytes, parameterBytes, predicted, nanosecondsPerSample } = packed;
  const { rows, labels } = split.test;
  const correct = predicted.filter((label, i) => label === labels[i]).length;
  return {
    ...{ ...trained.size, correct, accuracy: correct / rows },
    thresholds: trained.thermometer.thresholds.length,
    ...{ parameterBytes, fileBytes: bytes.length, nanosecondsPerSample, bytes },
    trainingSeconds: (user + system) / 1e6,
  };
}
