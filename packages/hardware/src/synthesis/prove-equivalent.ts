import { runYosys, YosysError, type YosysOptions } from "./run-yosys.ts";
import { flows, type Target } from "./target.ts";

/** Where a proof stands; `log` says what Yosys found. */
export interface Proof {
  readonly isProved: boolean;
  readonly log: string;
}

/**
 * Whether two combinational modules of the same name and ports compute the same, for all inputs: a solver looks for one where they differ.
 *
 * Popcounts of up to 24 bits take seconds; the time doubles with each bit or two.
 */
export function proveSameFunction(
  verilog: string,
  other: string,
  options: YosysOptions = {},
): Promise<Proof> {
  const name = moduleName("proveSameFunction", verilog);
  const read = (file: string, as: string): string =>
    `read_verilog ${file}; proc; opt_clean; rename ${name} ${as}`;
  const script = [
    read("first.v", "first"),
    read("second.v", "second"),
    "miter -equiv -flatten -make_assert first second both",
    "hierarchy -top both",
    "sat -verify -prove-asserts -show-inputs both",
  ];
  return prove(script, { "first.v": verilog, "second.v": other }, options);
}

/** Whether what a flow maps a module to does the same as the module, registers and all: point by point, by induction. */
export function proveMapping(
  verilog: string,
  target: Exclude<Target, "asic">,
  options: YosysOptions = {},
): Promise<Proof> {
  const name = moduleName("proveMapping", verilog);
  const script = [
    "read_verilog design.v",
    `hierarchy -top ${name}`,
    "proc",
    // Proofs know no memories: tables become gates before the flow sees them.
    "memory -nomap; memory_map -rom-only; opt_clean",
    `equiv_opt -assert -map +/${models[target]}/cells_sim.v ${flows[target]}`,
  ];
  return prove(script, { "design.v": verilog }, options);
}

const models = { xc7: "xilinx", ice40: "ice40", ecp5: "ecp5" } as const;

async function prove(
  script: readonly string[],
  files: Readonly<Record<string, string>>,
  options: YosysOptions,
): Promise<Proof> {
  try {
    await runYosys(script.join("; "), files, options);
    return { isProved: true, log: "" };
  } catch (error) {
    const isRefuted =
      error instanceof YosysError &&
      /proof did fail|unproven \$equiv|Found \d+ unproven/i.test(error.log);
    if (!isRefuted) throw error;
    return { isProved: false, log: error.log };
  }
}

function moduleName(where: string, verilog: string): string {
  const name = /^\s*module\s+(\w+)/m.exec(verilog)?.[1];
  if (name === undefined) throw new RangeError(`${where}: verilog must have a module`);
  return name;
}
