import { resolve } from "node:path";
import { cifar10 } from "../cifar/cifar-10.ts";
import { checkUnchanged } from "../epochs/run-start.ts";
import { UsageError } from "../errors.ts";
import { nativeMatMulOf } from "../fit/fit-options.ts";
import { fashionMnist } from "../idx/fashion-mnist.ts";
import { type ImageSource, imageFiles } from "../idx/image-source.ts";
import { commonDefaults, type ImageConfig, type ImagePaths } from "./image-config.ts";
import {
  defaultPreset,
  defaultRate,
  networkDefaults,
  recipeNamed,
  systemNamed,
} from "./network.ts";

/** The options of `image` that change its configuration; those that are choices have been checked. */
export interface ImageFlags extends ImageSource {
  readonly classNames?: readonly string[];
  readonly system?: string;
  readonly network?: ImageConfig["network"];
  readonly preset?: string;
  readonly units?: readonly number[];
  readonly filters?: readonly number[];
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly lastRate?: number;
  readonly seed?: number;
  readonly validation?: number;
  readonly teacher?: string;
  readonly nativeMatmul?: string;
  readonly checkpointMinutes?: number;
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
}

/** What an option sets as it is. */
const settable: readonly (keyof ImageConfig & keyof ImageFlags)[] = [
  "classNames",
  "network",
  "preset",
  "units",
  "filters",
  "epochs",
  "batch",
  "learningRate",
  "lastRate",
  "seed",
  "validation",
  "checkpointMinutes",
  "name",
  "licence",
  "source",
];

/** What may be said anew of a run that goes on. */
const changeable: readonly (keyof ImageConfig)[] = [
  "data",
  "epochs",
  "learningRate",
  "lastRate",
  "nativeMatMul",
  "checkpointMinutes",
  "name",
  "licence",
  "source",
];

/** The configuration of a new run: the defaults of its network, then the options.
 *  @throws UsageError naming what is missing or cannot be. */
export async function newImageConfig(
  flags: ImageFlags,
  note: (text: string) => void,
): Promise<ImageConfig> {
  const { network = commonDefaults.network } = flags;
  const system = systemNamed(flags.system ?? commonDefaults.system);
  const preset = flags.preset ?? defaultPreset(system);
  const data = await pathsOf(flags, note);
  const config: ImageConfig = {
    ...commonDefaults,
    ...networkDefaults[network],
    system,
    preset,
    learningRate: defaultRate(recipeNamed(system, preset), network),
    ...(flags.fashionMnist === true && fashionMnist),
    ...("batches" in data.train && cifar10),
    ...changesOf(flags),
    data,
  };
  return checked(config);
}

/** The configuration of a run that goes on, with the options put over it.
 *  @param where  names the run in messages
 *  @throws UsageError naming a setting that such a run cannot change. */
export async function resumedImageConfig(
  flags: ImageFlags,
  before: ImageConfig,
  { where, note }: { readonly where: string; readonly note: (text: string) => void },
): Promise<ImageConfig> {
  const { data, fashionMnist, trainImages, trainLabels, testImages, testLabels } = flags;
  const named = [data, fashionMnist, trainImages, trainLabels, testImages, testLabels];
  const config: ImageConfig = {
    ...before,
    ...changesOf(flags),
    ...(flags.system !== undefined && { system: systemNamed(flags.system) }),
    ...(named.some((value) => value !== undefined) && { data: await pathsOf(flags, note) }),
  };
  checkUnchanged(before, config, { changeable, where });
  return checked(config);
}

function checked(config: ImageConfig): ImageConfig {
  const { network, filters, units, validation, learningRate, lastRate } = config;
  if (network === "mlp" && filters.length > 0) {
    throw new UsageError("--filters: an mlp has no convolutions; take --network cnn");
  }
  if (network === "mlp" && units.length === 0) {
    throw new UsageError("--units: an mlp has one hidden layer at least");
  }
  if (!(validation < 1)) throw new UsageError(`--validation must be below 1, got ${validation}`);
  if (learningRate === 0 || lastRate === 0) {
    throw new UsageError("--learning-rate and --last-rate must be positive");
  }
  return config;
}

async function pathsOf(flags: ImageFlags, note: (text: string) => void): Promise<ImagePaths> {
  return {
    train: await imageFiles(flags, "train", note),
    test: await imageFiles(flags, "test", note),
  };
}

/** What the options change, without those that are not there. */
function changesOf(flags: ImageFlags): Partial<ImageConfig> {
  const nativeMatMul = nativeMatMulOf(flags.nativeMatmul);
  const given = settable.filter((name) => flags[name] !== undefined);
  return {
    ...Object.fromEntries(given.map((name) => [name, flags[name]])),
    ...(flags.teacher !== undefined && { teacher: resolve(flags.teacher) }),
    ...(nativeMatMul !== undefined && { nativeMatMul }),
  };
}
