/** A cell of the library: its area in gate equivalents (of one two-input NAND), and its function. */
interface LibraryCell {
  readonly area: number;
  readonly inputs: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

const gate = (area: number, inputs: string, y: string): LibraryCell => ({
  ...{ area, inputs: inputs.split(""), outputs: { Y: y } },
});

/** Gate equivalents of a library that stands for any: round numbers near those of common ones, free of any licence. */
const logic: Readonly<Record<string, LibraryCell>> = {
  INV: gate(0.5, "A", "!A"),
  BUF: gate(0.75, "A", "A"),
  NAND2: gate(1, "AB", "!(A&B)"),
  NAND3: gate(1.5, "ABC", "!(A&B&C)"),
  NOR2: gate(1, "AB", "!(A|B)"),
  NOR3: gate(1.5, "ABC", "!(A|B|C)"),
  AND2: gate(1.5, "AB", "A&B"),
  OR2: gate(1.5, "AB", "A|B"),
  XOR2: gate(2.5, "AB", "A^B"),
  XNOR2: gate(2.5, "AB", "!(A^B)"),
  AOI21: gate(1.5, "ABC", "!((A&B)|C)"),
  OAI21: gate(1.5, "ABC", "!((A|B)&C)"),
  MUX2: gate(2.5, "ABS", "(S&B)|(!S&A)"),
  FA: {
    area: 7,
    inputs: ["A", "B", "C"],
    outputs: { S: "A^B^C", CO: "(A&B)|(A&C)|(B&C)" },
  },
};

/** Area of each cell in gate equivalents. */
export const gateEquivalents: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(logic).map(([name, { area }]) => [name, area])),
  DFF: 5,
};

/** The library as a Liberty file. */
export function libertyText(): string {
  const cells = Object.entries(logic).map(([name, cell]) => {
    const inputs = cell.inputs.map((pin) => `    pin(${pin}) { direction : input; }\n`).join("");
    const outputs = Object.entries(cell.outputs)
      .map(([pin, f]) => `    pin(${pin}) { direction : output; function : "${f}"; }\n`)
      .join("");
    return `  cell(${name}) {\n    area : ${cell.area};\n${inputs}${outputs}  }\n`;
  });
  return `library(gate_equivalents) {\n${cells.join("")}${flipFlop}}\n`;
}

const flipFlop = `  cell(DFF) {
    area : ${gateEquivalents.DFF};
    ff(IQ, IQN) { clocked_on : "CK"; next_state : "D"; }
    pin(CK) { direction : input; clock : true; }
    pin(D) { direction : input; }
    pin(Q) { direction : output; function : "IQ"; }
  }
`;

/** Full adders that were found, as cells of the library. */
export const fullAdderMap = `(* techmap_celltype = "$fa" *)
module full_adder_map (A, B, C, X, Y);
  parameter WIDTH = 1;
  input [WIDTH-1:0] A, B, C;
  output [WIDTH-1:0] X, Y;
  genvar i;
  generate for (i = 0; i < WIDTH; i = i + 1) begin : bit_slice
    FA adder (.A(A[i]), .B(B[i]), .C(C[i]), .CO(X[i]), .S(Y[i]));
  end endgenerate
endmodule
`;
