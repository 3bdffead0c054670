import type { Recipe } from "./recipe.ts";
import { type SystemName, systems } from "./systems.ts";

/** The recipe of a system.
 *  @param preset  a variant of it; default its first
 *  @throws RangeError if the system has no such preset. */
export function recipeOf(system: SystemName, preset?: string): Recipe {
  const presets = Object.entries(systems[system].presets);
  const found = presets.find(([name]) => preset === undefined || name === preset);
  if (found) return found[1];
  throw new RangeError(
    `recipeOf: the presets of ${system} are ${presets.map(([name]) => name).join(", ")}, got ${preset}`,
  );
}
