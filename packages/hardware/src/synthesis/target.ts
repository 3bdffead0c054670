/** What Verilog is mapped to:
 *
 *  - `xc7`: Xilinx 7 series, look-up tables of six inputs, no wide multiplexers;
 *  - `ice40`: Lattice iCE40; `ecp5`: Lattice ECP5, look-up tables of four inputs;
 *  - `asic`: gates of a library in gate equivalents, full adders extracted. */
export type Target = "xc7" | "ice40" | "ecp5" | "asic";

export const targets: readonly Target[] = ["xc7", "ice40", "ecp5", "asic"];

/** Commands of Yosys that map the design at hand. */
export const flows: Readonly<Record<Target, string>> = {
  xc7: "synth_xilinx -family xc7 -noiopad -noclkbuf -flatten -nowidelut",
  ice40: "synth_ice40",
  ecp5: "synth_ecp5",
  asic: [
    "synth -flatten -noabc",
    "setattr -unset init",
    "extract_fa -fa",
    "techmap -map full-adder.v",
    "techmap",
    "opt -fast",
    "dfflibmap -liberty gates.lib",
    "abc -liberty gates.lib",
    "opt_clean -purge",
  ].join("; "),
};
