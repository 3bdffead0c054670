import type { Module } from "../netlist/module.ts";
import { printVerilog } from "../netlist/print-verilog.ts";

/** A module between registers: bits are shifted in by one pin and out by another, so that a clock is that of the module and not of pins. */
export function betweenRegisters(module: Module): string {
  const inputs = module.inputs.map(({ name, bus }) => ({ name, bits: bus.length }));
  const outputs = module.outputs.map(({ name, bus }) => ({ name, bits: bus.length }));
  const total = (ports: readonly { readonly bits: number }[]): number =>
    ports.reduce((sum, { bits }) => sum + bits, 0);
  const [taken, given] = [total(inputs), total(outputs)];
  const text = printVerilog(module);
  const clock = /^\s*input wire clk\b/m.test(text) ? [".clk(clk)"] : [];
  const slices = (ports: typeof inputs, from: string): string[] => {
    let start = 0;
    return ports.map(({ name, bits }) => {
      const slice = `.${name}(${from}[${start + bits - 1}:${start}])`;
      start += bits;
      return slice;
    });
  };
  const pins = [...clock, ...slices(inputs, "taken"), ...slices(outputs, "made")].join(", ");
  return `${text}
module between_registers (input wire clk, input wire load, input wire in, output wire out);
  reg [${taken}:0] taken;
  wire [${given - 1}:0] made;
  reg [${given - 1}:0] kept;
  reg [${given}:0] leaving;
  ${module.name} unit (${pins});
  always @(posedge clk) begin
    taken <= {taken[${taken - 1}:0], in};
    kept <= made;
    leaving <= load ? {1'b0, kept} : {leaving[${given - 1}:0], 1'b0};
  end
  assign out = leaving[${given}];
endmodule
`;
}
