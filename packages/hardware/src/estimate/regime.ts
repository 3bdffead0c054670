import type { UnitConfig } from "../units/unit-config.ts";

/** What a synthesiser treats alike: a way to add, across units, and a unit with it. */
export interface Regime {
  readonly style: string;
  readonly name: string;
}

/** The regime of a configuration: registers between adders keep a synthesiser from merging them. */
export function regimeOf(config: UnitConfig): Regime {
  if (!("style" in config)) return { style: "no sum", name: config.unit };
  // Registers that come after the last level alone change nothing before them.
  const isPipelined = config.pipeline > 0 && config.style !== "behavioural";
  const isConstant = "weights" in config ? config.weights === "constant" : false;
  const style = [
    config.style,
    ...(isPipelined ? ["pipelined"] : []),
    ...(isConstant ? ["constant"] : []),
  ].join(" ");
  return { style, name: `${config.unit} ${style}` };
}
