import type { ModuleBuilder } from "../netlist/module-builder.ts";
import type { Bus } from "../netlist/net.ts";
import { checkBits } from "./check-bits.ts";
import { checkChoice } from "./check-choice.ts";
import { drawnBits } from "./drawn-bits.ts";
import type { Source } from "./unit-config.ts";

/** The bits of weights: of an input by that name, or constants, those given or drawn ones.
 *  @throws RangeError for constants of another number, or that are no bits. */
export function weightPort(
  m: ModuleBuilder,
  name: string,
  count: number,
  source: Source,
  given: Uint8Array | undefined,
): { readonly bus: Bus; readonly constants: Uint8Array } {
  checkChoice(m.name, "weights", source, ["constant", "loaded"]);
  const constants = given ?? drawnBits(count);
  checkBits(m.name, "weights", constants, count);
  return { bus: source === "loaded" ? m.input(name, count) : Array.from(constants), constants };
}
