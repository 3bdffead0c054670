import { constantBus, ModuleBuilder, printVerilog, resize } from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { checkModule } from "../../src/netlist/check-module.ts";

test("a module that is right is built, its cells in order", () => {
  const m = new ModuleBuilder("toggle");
  const state = m.feedback(1);
  const next = m.not(state.q);
  state.connect(next);
  m.output("q", state.q);
  expect(m.build().cells.map(({ op }) => op)).toEqual(["not", "register"]);
});

test("a bit that is read must have a driver", () => {
  const m = new ModuleBuilder("broken");
  m.output("q", m.feedback(2).q);
  expect(() => m.build()).toThrow("broken: logic_reg_0[0] must have a driver, got none");
});

test("a register is connected once", () => {
  const m = new ModuleBuilder("broken");
  const state = m.feedback(1);
  state.connect(state.q);
  state.connect(state.q);
  expect(() => m.build()).toThrow("logic_reg_0[0] must have one driver, got two");
});

test("buses must be equally wide", () => {
  const m = new ModuleBuilder("broken");
  const [a, b] = [m.input("a", 2), m.input("b", 3)];
  m.output("y", m.add(a, b));
  expect(() => m.build()).toThrow("buses of add of logic must be equally wide, got 2, 3, 2");
});

test("a loop without a clock is refused", () => {
  const m = new ModuleBuilder("loop");
  const a = m.input("a", 1);
  const { cells, ...rest } = (() => {
    const first = m.and(a, a);
    m.output("y", m.or(first, a));
    return m.build();
  })();
  // No method can make one; a module made by hand can.
  const [and, or] = cells;
  if (and.op !== "and" || or.op !== "or") throw new Error("other cells");
  expect(() => checkModule({ ...rest, cells: [{ ...and, b: or.y }, or] })).toThrow(
    "combinational loop: and of logic, or of logic",
  );
});

test("names are those of Verilog, each once", () => {
  expect(() => new ModuleBuilder("module")).toThrow("ModuleBuilder: name must be");
  const m = new ModuleBuilder("names");
  m.input("a", 1);
  expect(() => m.input("a", 1)).toThrow("port: name must be new, got a again");
  expect(() => m.input("a_0", 1)).toThrow('got "a_0"');
});

test("constants have the bits of two's complement", () => {
  expect(constantBus(6, 4)).toEqual([0, 1, 1, 0]);
  expect(constantBus(-2, 4)).toEqual([0, 1, 1, 1]);
  expect(resize(constantBus(-2, 4), 6, true)).toEqual([0, 1, 1, 1, 1, 1]);
  expect(() => constantBus(16, 4)).toThrow("constantBus: value must have 4 bits, got 16");
});

test("printed Verilog can be read", () => {
  const m = new ModuleBuilder("accumulator");
  const [a, enable] = [m.input("a", 3), m.input("enable", 1)];
  m.part("total", () => {
    const total = m.feedback(4);
    total.connect(m.add(total.q, resize(a, 4, true)), { enable: enable[0] });
    m.output("total", total.q);
  });
  expect(printVerilog(m.build())).toMatchInlineSnapshot(`
    "module accumulator (
      input wire clk,
      input wire [2:0] a,
      input wire enable,
      output wire [3:0] total
    );
      reg [3:0] total_reg_0;
      wire [3:0] total_add_0;
      assign total_add_0 = total_reg_0 + {{2{a[2]}}, a[1:0]};
      initial total_reg_0 = 0;
      always @(posedge clk) if (enable) total_reg_0 <= total_add_0;
      assign total = total_reg_0;
    endmodule
    "
  `);
});
