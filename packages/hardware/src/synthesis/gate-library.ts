import { cellAreas } from "./cell-areas.ts";
import { libraryCells } from "./library-cells.ts";
import type { AsicTarget } from "./target.ts";

/** Area of each cell of the library of `asic` in gate equivalents. */
export const gateEquivalents: Readonly<Record<string, number>> = cellAreas.asic;

/** A library as a Liberty file: areas and functions alone, which is all that the flow reads. */
export function libertyText(library: AsicTarget = "asic"): string {
  const areas = cellAreas[library];
  const cells = Object.entries(areas)
    .filter(([name]) => name !== "DFF")
    .map(([name, area]) => {
      const cell = libraryCells[name];
      const inputs = cell.inputs
        .split("")
        .map((pin) => `    pin(${pin}) { direction : input; }\n`)
        .join("");
      const outputs = Object.entries(cell.outputs)
        .map(([pin, f]) => `    pin(${pin}) { direction : output; function : "${f}"; }\n`)
        .join("");
      return `  cell(${name}) {\n    area : ${area};\n${inputs}${outputs}  }\n`;
    });
  const name = library === "asic" ? "gate_equivalents" : library.replaceAll("-", "_");
  return `library(${name}) {\n${cells.join("")}${flipFlop(areas.DFF)}}\n`;
}

const flipFlop = (area: number): string => `  cell(DFF) {
    area : ${area};
    ff(IQ, IQN) { clocked_on : "CK"; next_state : "D"; }
    pin(CK) { direction : input; clock : true; }
    pin(D) { direction : input; }
    pin(Q) { direction : output; function : "IQ"; }
  }
`;

/** Full adders that were found, as cells of a library: its adder, or two exclusive ORs and three NANDs. */
export function fullAdderMap(library: AsicTarget = "asic"): string {
  return `(* techmap_celltype = "$fa" *)
module full_adder_map (A, B, C, X, Y);
  parameter WIDTH = 1;
  input [WIDTH-1:0] A, B, C;
  output [WIDTH-1:0] X, Y;
  genvar i;
  generate for (i = 0; i < WIDTH; i = i + 1) begin : bit_slice
${cellAreas[library].FA === undefined ? adderOfGates : adderCell}  end endgenerate
endmodule
`;
}

const adderCell = `    FA adder (.A(A[i]), .B(B[i]), .C(C[i]), .CO(X[i]), .S(Y[i]));
`;

const adderOfGates = `    wire differ, both, passed;
    XOR2 half (.A(A[i]), .B(B[i]), .Y(differ));
    XOR2 whole (.A(differ), .B(C[i]), .Y(Y[i]));
    NAND2 generated (.A(A[i]), .B(B[i]), .Y(both));
    NAND2 propagated (.A(differ), .B(C[i]), .Y(passed));
    NAND2 carry (.A(both), .B(passed), .Y(X[i]));
`;
