import type { UnipolarMatrix } from "@bnnkit/core";
import type { PackedModel } from "@bnnkit/model";
import {
  encodeThermometer,
  fitThermometer,
  type Thermometer,
  type WeightlessModelOptions,
  weightlessModel,
  withThermometer,
} from "@bnnkit/weightless";
import { scoreTolerance } from "../image/compare-scores.ts";
import { BinarizedMlp } from "./binarized-mlp.ts";
import type { BitTask, TrainingContext } from "./bit-task.ts";
import type { LabelledRows, LabelledSplit } from "./labelled-rows.ts";
import type { NetworkSize } from "./network-size.ts";
import { trainNetwork } from "./train-network.ts";
import type { WeightlessConfig } from "./weightless-config.ts";

/** A network with its encoder. */
export interface TrainedClassifier {
  readonly thermometer: Thermometer;
  readonly size: NetworkSize;
  /** The classes of rows of numbers. */
  predict(rows: LabelledRows): Uint32Array;
  /** The first row that is given another class than the network's, though that is no tie of real scores; −1 if there is none. */
  firstOther(given: Uint32Array, rows: LabelledRows): number;
  /** The model file's content. */
  pack(options: PackClassifierOptions): PackedModel;
}

/** What a model file says beside the network. */
export type PackClassifierOptions = Omit<WeightlessModelOptions, "thermometer"> &
  Required<Pick<WeightlessModelOptions, "examples" | "number">>;

/** Fits a thermometer to the training rows, and trains a network on their bits.
 *  @throws the reason of the signal */
export async function trainClassifier(
  config: WeightlessConfig,
  { classNames, train }: LabelledSplit,
  context: TrainingContext,
): Promise<TrainedClassifier> {
  const fit = fitThermometer({
    kind: config.thermometer,
    features: train.features,
    bits: config.bits,
    seed: context.seed,
  });
  fit.add(train.values);
  const thermometer = fit.thermometer();
  const bitsOf = (rows: LabelledRows): UnipolarMatrix =>
    encodeThermometer(thermometer, rows.values);
  const classes = classNames.length;
  const task = { config, classes, samples: bitsOf(train), labels: train.labels, context };
  if (config.system === "bnn") return trainedMlp(task, thermometer);
  const { network, size, ...trained } = await trainNetwork(task);
  const predict = (rows: LabelledRows): Uint32Array => trained.predict(bitsOf(rows));
  return {
    ...{ thermometer, size, predict },
    firstOther(given, rows) {
      const own = predict(rows);
      return given.findIndex((label, row) => label !== own[row]);
    },
    pack: (options) => weightlessModel(network, { ...options, thermometer }),
  };
}

async function trainedMlp(task: BitTask, thermometer: Thermometer): Promise<TrainedClassifier> {
  const mlp = await BinarizedMlp.train(task);
  const { classes } = task;
  const bitsOf = (values: ArrayLike<number>): UnipolarMatrix =>
    encodeThermometer(thermometer, values);
  const scoresOf = ({ values, rows }: LabelledRows): readonly Float32Array[] => {
    const scores = mlp.scores(bitsOf(values));
    return Array.from({ length: rows }, (_, i) => scores.subarray(i * classes, (i + 1) * classes));
  };
  return {
    ...{ thermometer, size: { units: mlp.units } },
    predict: (rows) =>
      Uint32Array.from(scoresOf(rows), (scores) => scores.indexOf(Math.max(...scores))),
    firstOther: (given, rows) =>
      scoresOf(rows).findIndex((scores, row) => {
        const tolerance = scoreTolerance * Math.max(...scores.map(Math.abs));
        return scores[given[row]] < Math.max(...scores) - tolerance;
      }),
    pack({ name, labels, metadata = {}, ...options }) {
      const model = withThermometer(mlp.pack(bitsOf(options.examples)), {
        ...options,
        thermometer,
      });
      const description = { ...model.description, name, ...(labels && { labels }) };
      return { ...model, description, metadata };
    },
  };
}
