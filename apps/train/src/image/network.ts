import { type Recipe, recipeOf, type SystemName, systems } from "@bnnkit/layers";
import { UsageError } from "../errors.ts";

/** A shape of network that every system of `@bnnkit/layers` has. */
export type LayerNetworkName = "mlp" | "cnn";

/** A shape of network: of layers, or a Transformer of patches, which has systems of its own. */
export type NetworkName = LayerNetworkName | "vit";

/** The names of {@link LayerNetworkName}. */
export const layerNetworkNames: readonly LayerNetworkName[] = ["mlp", "cnn"];

/** The names of {@link NetworkName}. */
export const networkNames: readonly NetworkName[] = [...layerNetworkNames, "vit"];

/** What a network is, and how long it is trained, unless told otherwise. */
export interface NetworkDefaults {
  readonly units: readonly number[];
  readonly filters: readonly number[];
  readonly epochs: number;
}

export const networkDefaults: Readonly<Record<NetworkName, NetworkDefaults>> = {
  mlp: { units: [512, 512], filters: [], epochs: 3 },
  cnn: { units: [256], filters: [16, 32], epochs: 4 },
  vit: { units: [], filters: [], epochs: 4 },
};

/** The names of the systems of layers, as the command line takes them. */
export const systemNames: readonly string[] = Object.keys(systems);

/** @throws UsageError if there is no such system. */
export function systemNamed(name: string): SystemName {
  if (isSystemName(name)) return name;
  throw new UsageError(`--system must be one of ${systemNames.join(", ")}, got ${name}`);
}

/** The presets of a system. */
export function presetsOf(system: SystemName): readonly string[] {
  return Object.keys(systems[system].presets);
}

/** The first preset of a system, which stands for it. */
export function defaultPreset(system: SystemName): string {
  return presetsOf(system)[0];
}

/** @throws UsageError if the system has no such preset. */
export function recipeNamed(system: string, preset: string): Recipe {
  const named = systemNamed(system);
  if (presetsOf(named).includes(preset)) return recipeOf(named, preset);
  throw new UsageError(`--preset: ${system} has ${presetsOf(named).join(", ")}, got ${preset}`);
}

/** The rate of the first step, unless told otherwise. */
export function defaultRate({ learningRate }: Recipe, network: LayerNetworkName): number {
  return network === "cnn" ? learningRate.convolution : learningRate.dense;
}

function isSystemName(name: string): name is SystemName {
  return Object.hasOwn(systems, name);
}
