/** The gates of one output: pins in order, and the function. */
export interface GateFunction {
  readonly pins: string;
  readonly output: string;
  readonly value: (...bits: readonly boolean[]) => boolean;
}

const gate = (pins: string, value: GateFunction["value"], output = "Y"): GateFunction => ({
  ...{ pins, output, value },
});

const not = gate("A", (a) => !a);
const and = gate("AB", (a, b) => a && b);
const nand = gate("AB", (a, b) => !(a && b));
const or = gate("AB", (a, b) => a || b);
const nor = gate("AB", (a, b) => !(a || b));
const xor = gate("AB", (a, b) => a !== b);
const xnor = gate("AB", (a, b) => a === b);
const mux = gate("ABS", (a, b, s) => (s ? b : a));

/** Gates of Yosys's own kind, and of the library in gate equivalents. */
export const gateFunctions: Readonly<Record<string, GateFunction>> = {
  ...{ $_NOT_: not, $_AND_: and, $_NAND_: nand, $_OR_: or, $_NOR_: nor, $_XOR_: xor },
  ...{ $_XNOR_: xnor, $_MUX_: mux, $_BUF_: gate("A", (a) => a) },
  $_ANDNOT_: gate("AB", (a, b) => a && !b),
  $_ORNOT_: gate("AB", (a, b) => a || !b),
  ...{ INV: not, NAND2: nand, NOR2: nor, AND2: and, OR2: or, XOR2: xor, XNOR2: xnor, MUX2: mux },
  BUF: gate("A", (a) => a),
  NAND3: gate("ABC", (a, b, c) => !(a && b && c)),
  NOR3: gate("ABC", (a, b, c) => !(a || b || c)),
  AOI21: gate("ABC", (a, b, c) => !((a && b) || c)),
  OAI21: gate("ABC", (a, b, c) => !((a || b) && c)),
};

/** The truth table of a function, input 0 lowest. */
export function tableOf(inputs: number, value: GateFunction["value"]): boolean[] {
  return Array.from({ length: 2 ** inputs }, (_, row) =>
    value(...Array.from({ length: inputs }, (_, i) => ((row >> i) & 1) === 1)),
  );
}
