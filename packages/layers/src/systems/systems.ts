import { bnn } from "./bnn.ts";
import { float } from "./float.ts";
import type { BinarizationSystem } from "./recipe.ts";

/** What the command line calls a system. */
export type SystemName = "float" | "bnn";

/** Every system that there is a recipe for, by its name. */
export const systems: Readonly<Record<SystemName, BinarizationSystem>> = { float, bnn };
