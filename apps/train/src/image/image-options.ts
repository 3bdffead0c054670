import { resolve } from "node:path";
import { cifar10 } from "../cifar/cifar-10.ts";
import { distillationLossNamed } from "../encoder/distillation.ts";
import { checkUnchanged } from "../epochs/run-start.ts";
import { UsageError } from "../errors.ts";
import { nativeMatMulOf } from "../fit/fit-options.ts";
import { fashionMnist } from "../idx/fashion-mnist.ts";
import { type ImageSource, imageFiles } from "../idx/image-source.ts";
import { optionOf } from "../options.ts";
import { commonDefaults, type ImageConfig, type ImagePaths } from "./image-config.ts";
import {
  defaultPreset,
  defaultRate,
  networkDefaults,
  recipeNamed,
  systemNamed,
} from "./network.ts";
import {
  defaultPatchPreset,
  defaultPatchShape,
  type PatchShape,
  patchLearningRate,
  patchRecipeNamed,
  patchSystemNamed,
} from "./patch-systems.ts";

/** The options of `image` that change its configuration; those that are choices have been checked. */
export interface ImageFlags extends ImageSource, Partial<PatchShape> {
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
  readonly distill?: readonly string[];
  readonly initialWeights?: string;
  readonly attentionScale?: number;
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
  "attentionScale",
  "validation",
  "checkpointMinutes",
  "name",
  "licence",
  "source",
];

/** What is said of a Transformer of patches alone. */
const ofPatches: readonly (keyof PatchShape)[] = [
  "patch",
  "features",
  "heads",
  "feedForwardFeatures",
  "layers",
  "dropout",
  "weightScales",
  "contextClip",
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
  const recipe = recipeOf(flags, network);
  const data = await pathsOf(flags, note);
  const config: ImageConfig = {
    ...commonDefaults,
    ...networkDefaults[network],
    ...recipe,
    ...(flags.fashionMnist === true && fashionMnist),
    ...("batches" in data.train && cifar10),
    ...changesOf(flags),
    ...patchesOf(flags, network === "vit" ? defaultPatchShape : undefined),
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
    ...(flags.system !== undefined && { system: systemOf(flags.system, before.network) }),
    ...patchesOf(flags, before.patches),
    ...(named.some((value) => value !== undefined) && { data: await pathsOf(flags, note) }),
  };
  checkUnchanged(before, config, { changeable, where });
  return checked(config);
}

function systemOf(name: string, network: ImageConfig["network"]): ImageConfig["system"] {
  return network === "vit" ? patchSystemNamed(name) : systemNamed(name);
}

/** What a network is binarized by, and its rate where none is said. */
function recipeOf(
  flags: ImageFlags,
  network: ImageConfig["network"],
): Pick<ImageConfig, "system" | "preset" | "learningRate"> {
  if (network === "vit") {
    const system = patchSystemNamed(flags.system ?? "bivit");
    const preset = flags.preset ?? defaultPatchPreset(system);
    patchRecipeNamed(system, preset);
    return { system, preset, learningRate: patchLearningRate };
  }
  const system = systemNamed(flags.system ?? commonDefaults.system);
  const preset = flags.preset ?? defaultPreset(system);
  return { system, preset, learningRate: defaultRate(recipeNamed(system, preset), network) };
}

/** The shape of a Transformer of patches with what the options say of it.
 *  @throws UsageError if they say something of another network. */
function patchesOf(
  flags: ImageFlags,
  before: PatchShape | undefined,
): Pick<ImageConfig, "patches"> {
  const given = ofPatches.filter((name) => flags[name] !== undefined);
  if (before !== undefined) {
    return {
      patches: { ...before, ...Object.fromEntries(given.map((name) => [name, flags[name]])) },
    };
  }
  if (given.length === 0) return {};
  throw new UsageError(`--${optionOf(given[0])}: only a vit has that; take --network vit`);
}

function checked(config: ImageConfig): ImageConfig {
  const { network, filters, units, validation, learningRate, lastRate } = config;
  if (network === "vit" && units.length + filters.length > 0) {
    throw new UsageError("--units and --filters: a vit has neither; take --features and --layers");
  }
  if (network !== "vit" && config.initialWeights !== undefined) {
    throw new UsageError("--initial-weights: only a vit starts from another; take --network vit");
  }
  if (config.distill && (network !== "vit" || config.teacher === undefined)) {
    throw new UsageError("--distill: only a vit with a --teacher imitates outputs");
  }
  if (config.patches?.weightScales === "learned" && !hasSigns(config.system)) {
    throw new UsageError(`--weight-scales: only sign and bivit have them, got ${config.system}`);
  }
  if (config.attentionScale !== undefined && config.patches?.weightScales !== "learned") {
    throw new UsageError("--attention-scale: scales must be learned; add --weight-scales learned");
  }
  if (config.patches?.contextClip !== undefined && !hasSigns(config.system)) {
    throw new UsageError(`--context-clip: only sign and bivit have one, got ${config.system}`);
  }
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

function hasSigns(system: ImageConfig["system"]): boolean {
  return system === "sign" || system === "bivit";
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
    ...(flags.distill && { distill: flags.distill.map(distillationLossNamed) }),
    ...(flags.initialWeights !== undefined && { initialWeights: resolve(flags.initialWeights) }),
    ...(nativeMatMul !== undefined && { nativeMatMul }),
  };
}
