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

/** Gates of Yosys's own kind, and those of libraries of cells. */
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
  NAND2B: gate("AB", (a, b) => a || !b),
  NAND3B: gate("ABC", (a, b, c) => a || !(b && c)),
  NOR2B: gate("AB", (a, b) => !a && b),
  NAND4: gate("ABCD", (...bits) => !bits.every(Boolean)),
  NOR4: gate("ABCD", (...bits) => !bits.some(Boolean)),
  ...{ AND3: gate("ABC", (...bits) => bits.every(Boolean)) },
  ...{ AND4: gate("ABCD", (...bits) => bits.every(Boolean)) },
  ...{ OR3: gate("ABC", (...bits) => bits.some(Boolean)) },
  ...{ OR4: gate("ABCD", (...bits) => bits.some(Boolean)) },
  AO21: gate("ABC", (a, b, c) => (a && b) || c),
  AOI22: gate("ABCD", (a, b, c, d) => !((a && b) || (c && d))),
  AOI221: gate("ABCDE", (a, b, c, d, e) => !((a && b) || (c && d) || e)),
  OAI22: gate("ABCD", (a, b, c, d) => !((a || b) && (c || d))),
  MUXI2: gate("ABS", (a, b, s) => !(s ? b : a)),
  MUX4: gate("ABCDST", (a, b, c, d, s, t) => (t ? (s ? d : c) : s ? b : a)),
};

/** The truth table of a function, input 0 lowest. */
export function tableOf(inputs: number, value: GateFunction["value"]): boolean[] {
  return Array.from({ length: 2 ** inputs }, (_, row) =>
    value(...Array.from({ length: inputs }, (_, i) => ((row >> i) & 1) === 1)),
  );
}
