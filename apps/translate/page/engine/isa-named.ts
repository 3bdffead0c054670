import { type Isa, instructionSets } from "@bnnkit/runtime";

/** The instruction set of that name.
 *  @throws RangeError if there is none. */
export function isaNamed(name: string | undefined): Isa | undefined {
  if (name === undefined) return undefined;
  const found = instructionSets.find((isa) => isa === name);
  if (found !== undefined) return found;
  throw new RangeError(`isa must be one of ${instructionSets.join(", ")}, got ${name}`);
}
