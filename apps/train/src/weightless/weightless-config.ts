import {
  type BthowenModelName,
  bthowenModels,
  type DifferenceDecay,
  type LogicParametrization,
  type ThermometerKind,
} from "@bnnkit/weightless";
import { UsageError } from "../errors.ts";

/** The networks that `weightless` trains. */
export const weightlessSystems = [
  "wisard",
  "bthowen",
  "uleen",
  "dwn",
  "logic",
  "truth-tables",
  "bnn",
] as const;

export type WeightlessSystem = (typeof weightlessSystems)[number];

/** All that decides how a network is made and trained, but for the seed and the data. */
export interface WeightlessConfig {
  readonly system: WeightlessSystem;
  readonly thermometer: ThermometerKind;
  /** Thermometer bits of a feature. */
  readonly bits: number;
  /** Bits of an address or a filter; of the one submodel each, for ULEEN. */
  readonly tupleSizes: readonly number[];
  readonly entries: number;
  readonly hashes: number;
  /** Of WiSARD: bleached anew for each vote, with a mapping for each class; or bits of one level, with one mapping. Absent where it is
   *  the former. */
  readonly bleaching?: "one-level";
  /** Tables, gates or neurons of each layer, of each class. */
  readonly layersPerClass: readonly number[];
  readonly inputsPerTable: number;
  readonly candidates: number | "all";
  readonly decay: DifferenceDecay;
  readonly parametrization: LogicParametrization;
  /** Bits of a neuron's value, of `truth-tables`. */
  readonly neuronBits: number;
  readonly degree: number;
  /** Of `bnn`, what its hidden layers are made as wide as: bytes of the model file's tensors but its examples. Absent elsewhere. */
  readonly parameterBytes?: number;
  /** Of `bnn`; absent elsewhere. */
  readonly hiddenLayers?: number;
  /** What the sums of classes are divided by; undefined: as the network has it. */
  readonly temperature?: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
}

/** What the command line may say of it. */
export type WeightlessFlags = Partial<WeightlessConfig> & {
  readonly system: WeightlessSystem;
  /** A published BTHOWeN network, which sets bits and filters. */
  readonly model?: BthowenModelName;
};

const common = {
  bits: 8,
  tupleSizes: [16],
  entries: 512,
  hashes: 2,
  layersPerClass: [100],
  inputsPerTable: 6,
  candidates: 32,
  decay: "code",
  parametrization: "light",
  neuronBits: 2,
  degree: 1,
  epochs: 20,
  batch: 32,
  learningRate: 0.01,
} as const;

/** Where a system starts from something else than the others. */
const own: Readonly<Record<WeightlessSystem, Partial<WeightlessConfig>>> = {
  wisard: { thermometer: "gaussian", tupleSizes: [12] },
  bthowen: { thermometer: "gaussian" },
  uleen: { thermometer: "gaussian", tupleSizes: [12, 16, 20], learningRate: 1e-3 },
  dwn: { thermometer: "distributive" },
  logic: { thermometer: "distributive", layersPerClass: [200, 200], inputsPerTable: 2 },
  "truth-tables": { thermometer: "distributive", layersPerClass: [60, 20] },
  bnn: { thermometer: "gaussian", hiddenLayers: 1, epochs: 100, learningRate: 0.003 },
};

/** The settings of a system, with what the command line changes.
 *  @throws UsageError for a model of another system than BTHOWeN */
export function weightlessConfig(flags: WeightlessFlags): WeightlessConfig {
  const { model, ...given } = flags;
  const isMlp = flags.system === "bnn";
  if (model !== undefined && flags.system !== "bthowen" && !isMlp) {
    throw new UsageError(`--model ${model}: names a network of bthowen, not of ${flags.system}`);
  }
  if (isMlp !== (flags.parameterBytes !== undefined)) {
    throw new UsageError(
      isMlp
        ? "--system bnn needs --parameter-bytes: as many as the network has that it stands beside"
        : `--parameter-bytes: is of bnn, not of ${flags.system}`,
    );
  }
  const published = model === undefined ? {} : settingsOf(model);
  const defaults = { thermometer: "gaussian" as const, ...common, ...own[flags.system] };
  return { ...defaults, ...published, ...withoutUndefined(given), system: flags.system };
}

function settingsOf(model: BthowenModelName): Partial<WeightlessConfig> {
  const { bits, tupleSize, entries, hashes } = bthowenModels[model];
  return { bits, tupleSizes: [tupleSize], entries, hashes };
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.assign({}, ...kept.map(([name, value]) => ({ [name]: value })));
}
