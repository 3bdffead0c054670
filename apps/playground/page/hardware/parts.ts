/** Parts and processes by name, as the estimates know them, with what they are. */
export const parts: readonly (readonly [name: string, text: string])[] = [
  ["xc7z010", "Zynq-7000 xc7z010"],
  ["xc7z020", "Zynq-7000 xc7z020"],
  ["xc7z045", "Zynq-7000 xc7z045"],
  ["xc7a35t", "Artix-7 xc7a35t"],
  ["xc7a100t", "Artix-7 xc7a100t"],
  ["ice40hx8k", "iCE40 HX8K"],
  ["ice40up5k", "iCE40 UP5K"],
  ["lfe5u-25", "ECP5 lfe5u-25"],
  ["lfe5u-45", "ECP5 lfe5u-45"],
  ["lfe5u-85", "ECP5 lfe5u-85"],
  ["ihp-sg13g2", "ASIC, IHP SG13G2 130 nm"],
  ["umc65", "ASIC, UMC 65 nm"],
  ["nangate45", "ASIC, Nangate 45 nm"],
];
