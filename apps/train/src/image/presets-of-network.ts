import { type NetworkName, presetsOf, systemNamed } from "./network.ts";
import { patchSystemNamed, patchSystems } from "./patch-systems.ts";

/** The presets that a system has in a network; the first one stands for it.
 *  @throws UsageError if the network has no such system. */
export function presetsOfNetwork(network: NetworkName, system: string): readonly string[] {
  if (network === "vit") return Object.keys(patchSystems[patchSystemNamed(system)]);
  return presetsOf(systemNamed(system));
}
