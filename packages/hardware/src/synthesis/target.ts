/** What Verilog is mapped to:
 *
 *  - `xc7`: Xilinx 7 series, look-up tables of six inputs, no wide multiplexers;
 *  - `ice40`: Lattice iCE40; `ecp5`: Lattice ECP5, look-up tables of four inputs;
 *  - `asic`: gates of a library in gate equivalents, full adders extracted. */
export type Target = "xc7" | "ice40" | "ecp5" | "asic";

export const targets: readonly Target[] = ["xc7", "ice40", "ecp5", "asic"];

/** Libraries of standard cells: gate equivalents of the package's own, and the areas of two processes. */
export type AsicTarget = "asic" | "osu018" | "ihp-sg13g2";

/** What a synthesiser maps to: FPGAs, and gates of each library. */
export type SynthesisTarget = Target | AsicTarget;

export const synthesisTargets: readonly SynthesisTarget[] = [...targets, "osu018", "ihp-sg13g2"];

/** The target whose circuits are counted the same: gates of any library are counted as those of `asic`. */
export function countedAs(target: SynthesisTarget): Target {
  return isAsic(target) ? "asic" : target;
}

export function isAsic(target: SynthesisTarget): target is AsicTarget {
  return target === "asic" || target === "osu018" || target === "ihp-sg13g2";
}

const gateFlow = [
  "synth -flatten -noabc",
  "setattr -unset init",
  "extract_fa -fa",
  "techmap -map full-adder.v",
  "techmap",
  "opt -fast",
  "dfflibmap -liberty gates.lib",
  "abc -liberty gates.lib",
  "opt_clean -purge",
].join("; ");

/** Commands of Yosys that map the design at hand. */
export const flows: Readonly<Record<SynthesisTarget, string>> = {
  xc7: "synth_xilinx -family xc7 -noiopad -noclkbuf -flatten -nowidelut",
  ice40: "synth_ice40",
  ecp5: "synth_ecp5",
  asic: gateFlow,
  osu018: gateFlow,
  "ihp-sg13g2": gateFlow,
};
