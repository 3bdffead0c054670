import type { UnipolarMatrix } from "@bnnkit/core";
import {
  Bthowen,
  dwn,
  fitEpochs,
  logicNetwork,
  neuronNetwork,
  packWisard,
  searchBleach,
  searchLevel,
  type TrainableTables,
  truthTableSize,
  Uleen,
  type WeightlessNetwork,
  Wisard,
} from "@bnnkit/weightless";
import type { BitTask } from "./bit-task.ts";
import type { NetworkSize } from "./network-size.ts";

/** A network and how large it is. */
interface TrainedNetwork {
  readonly network: WeightlessNetwork;
  predict(samples: UnipolarMatrix): Uint32Array;
  readonly size: NetworkSize;
}

/** Trains a network of look-up tables on bits.
 *  @throws the reason of the signal */
export function trainNetwork(task: BitTask): Promise<TrainedNetwork> | TrainedNetwork {
  switch (task.config.system) {
    case "wisard":
      return trainedWisard(task);
    case "bthowen":
      return trainedBthowen(task);
    case "uleen":
      return trainedUleen(task);
    default:
      return trainedTables(task);
  }
}

function trainedWisard({ config, classes, samples, labels, context }: BitTask): TrainedNetwork {
  const [tupleSize] = config.tupleSizes;
  const sharedMapping = config.bleaching === "one-level";
  const options = { inputs: samples.cols, classes, tupleSize, seed: context.seed };
  const wisard = new Wisard({ ...options, sharedMapping });
  wisard.partialFit(samples, labels);
  if (sharedMapping) return atOneLevel(wisard, samples, labels);
  let [tables, reached] = [0, 0];
  wisard.tuples.forEach((nodes, label) => {
    nodes.forEach((_, node) => {
      tables++;
      reached += wisard.counters(label, node).size;
    });
  });
  return {
    network: wisard,
    predict: (rows) => wisard.predict(rows),
    size: { tables, tableBytes: 4 * reached },
  };
}

/** The level is searched on what was learned. */
function atOneLevel(wisard: Wisard, samples: UnipolarMatrix, labels: Uint32Array): TrainedNetwork {
  const { bleach } = searchLevel(Math.max(...wisard.learned), (level) => {
    const predicted = packWisard(wisard, level).predict(samples);
    return predicted.filter((label, i) => label === labels[i]).length;
  });
  const packed = packWisard(wisard, bleach);
  return {
    network: packed,
    predict: (rows) => packed.predict(rows),
    size: { tables: packed.filters * packed.classes, tableBytes: packed.tableBytes },
  };
}

/** The level is searched on the last tenth of more than 10,000 rows, which are not counted then, else on what was learned. */
function trainedBthowen({ config, classes, samples, labels, context }: BitTask): TrainedNetwork {
  const [tupleSize] = config.tupleSizes;
  const { entries, hashes } = config;
  const options = { inputs: samples.cols, classes, tupleSize, entries, hashes };
  const network = new Bthowen({ ...options, seed: context.seed });
  const learned = samples.rows > 10_000 ? Math.floor(0.9 * samples.rows) : samples.rows;
  network.partialFit(rowsBetween(samples, 0, learned), labels.subarray(0, learned));
  const from = learned === samples.rows ? 0 : learned;
  const searched = rowsBetween(samples, from, samples.rows);
  const { bleach } = searchBleach(network, searched, labels.subarray(from));
  const packed = network.binarize(bleach);
  return {
    network: packed,
    predict: (rows) => packed.predict(rows),
    size: { tables: packed.filters * classes, tableBytes: packed.tableBytes },
  };
}

async function trainedUleen(task: BitTask): Promise<TrainedNetwork> {
  const { config, classes, samples, context } = task;
  const { entries, hashes } = config;
  const submodels = config.tupleSizes.map((tupleSize) => ({ tupleSize, entries, hashes }));
  const network = new Uleen({ inputs: samples.cols, classes, submodels, seed: context.seed });
  await fit(network, task);
  const packed = network.pack();
  const tables = packed.networks.reduce((sum, { filters }) => sum + filters * classes, 0);
  return {
    network: packed,
    predict: (rows) => packed.predict(rows),
    size: { tables, tableBytes: packed.tableBytes },
  };
}

async function trainedTables(task: BitTask): Promise<TrainedNetwork> {
  const network = createTables(task);
  await fit(network, task);
  const packed = network.pack();
  return {
    network: packed,
    predict: (rows) => network.predict(rows),
    size: truthTableSize(packed),
  };
}

function createTables({ config, classes, samples, context: { seed } }: BitTask): TrainableTables {
  const layers = config.layersPerClass.map((count) => count * classes);
  const { temperature, inputsPerTable } = config;
  const shared = {
    inputs: samples.cols,
    classes,
    layers,
    seed,
    ...(temperature !== undefined && { temperature }),
  };
  const { candidates, decay, parametrization, neuronBits, degree } = config;
  if (config.system === "dwn") return dwn({ ...shared, inputsPerTable, candidates, decay });
  if (config.system === "logic") {
    return logicNetwork({ ...shared, parametrization, inputsPerGate: inputsPerTable });
  }
  const fanIn = Math.max(1, Math.floor(inputsPerTable / neuronBits));
  return neuronNetwork({ ...shared, inputFanIn: inputsPerTable, fanIn, bits: neuronBits, degree });
}

/** The rate falls to a tenth after half of the epochs, and again after as many. */
async function fit(network: TrainableTables | Uleen, task: BitTask): Promise<void> {
  const { epochs, batch, learningRate } = task.config;
  const { seed, signal, onEpoch } = task.context;
  const decay = { epochs: Math.ceil(epochs / 2), factor: 0.1 };
  const options = { epochs, batch, learningRate, decay, seed, signal, onEpoch };
  await fitEpochs(network, task.samples, task.labels, options);
}

function rowsBetween(samples: UnipolarMatrix, from: number, to: number): UnipolarMatrix {
  const { wordsPerRow } = samples;
  const words = samples.words.subarray(from * wordsPerRow, to * wordsPerRow);
  return { ...samples, words, rows: to - from };
}
