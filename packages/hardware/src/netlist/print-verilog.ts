import { busExpressions } from "./bus-expression.ts";
import { type Cell, isClocked, type RamCell, type RomCell } from "./cell.ts";
import type { Module, Signal } from "./module.ts";
import { type Bus, one, zero } from "./net.ts";

/** A module as Verilog-2005: the same text for the same module. Its clock is the input `clk`, if anything is clocked. */
export function printVerilog(module: Module): string {
  const expression = busExpressions(module);
  const ports = [
    ...(module.cells.some(isClocked) ? ["input wire clk"] : []),
    ...module.inputs.map(({ name, bus }) => `input wire ${range(bus.length)}${name}`),
    ...module.outputs.map(({ name, bus }) => `output wire ${range(bus.length)}${name}`),
  ];
  const names = new Set(module.inputs.map(({ name }) => name));
  const clocked = new Set(module.cells.flatMap(registered));
  const declarations = module.signals
    .filter(({ name }) => !names.has(name))
    .map((signal) => declarationOf(signal, clocked.has(signal.first)));
  const lines = [
    ...declarations,
    ...module.cells.flatMap((cell, index) => statementsOf(cell, index, expression)),
    ...module.outputs.map(({ name, bus }) => `assign ${name} = ${expression(bus)};`),
  ];
  const head = ports.map((port) => `  ${port}`).join(",\n");
  const body = lines.map((line) => `  ${line}\n`).join("");
  return `module ${module.name} (\n${head}\n);\n${body}endmodule\n`;
}

function range(width: number): string {
  return width === 1 ? "" : `[${width - 1}:0] `;
}

/** The bits that Verilog assigns in an `always` block. */
function registered(cell: Cell): Bus {
  switch (cell.op) {
    case "register":
      return cell.q;
    case "counter":
      return cell.value;
    case "rom":
    case "ram":
      return cell.isSynchronous ? cell.data : [];
    default:
      return [];
  }
}

function declarationOf({ name, width }: Signal, isRegistered: boolean): string {
  return `${isRegistered ? "reg" : "wire"} ${range(width)}${name};`;
}

function statementsOf(cell: Cell, index: number, expression: (bus: Bus) => string): string[] {
  const assign = (y: Bus, value: string): string => `assign ${expression(y)} = ${value};`;
  switch (cell.op) {
    case "and":
    case "or":
    case "xor":
    case "xnor":
      return [assign(cell.y, `${expression(cell.a)} ${gates[cell.op]} ${expression(cell.b)}`)];
    case "not":
      return [assign(cell.y, `~${expression(cell.a)}`)];
    case "mux": {
      const [select, yes, no] = [[cell.select], cell.whenOne, cell.whenZero].map(expression);
      return [assign(cell.y, `${select} ? ${yes} : ${no}`)];
    }
    case "full-adder": {
      const [a, b, c] = [cell.a, cell.b, cell.c].map(expression);
      return [
        assign(cell.sum, `${a} ^ ${b} ^ ${c}`),
        assign(cell.carry, `${a} & ${b} | ${c} & (${a} ^ ${b})`),
      ];
    }
    case "half-adder": {
      const [a, b] = [cell.a, cell.b].map(expression);
      return [assign(cell.sum, `${a} ^ ${b}`), assign(cell.carry, `${a} & ${b}`)];
    }
    case "add":
      return addition(cell.a, cell.b, cell.carryIn, cell.y, expression, `sum_${index}`);
    case "subtract":
      return [assign(cell.y, `${expression(cell.a)} - ${expression(cell.b)}`)];
    case "sum":
      return [assign(cell.y, cell.operands.map(expression).join(" + ") || "0")];
    case "compare": {
      const relation = cell.relation === "equal" ? "==" : ">=";
      return [assign([cell.y], `${expression(cell.a)} ${relation} ${expression(cell.b)}`)];
    }
    case "register":
      return register(expression(cell.q), expression(cell.d), cell, expression);
    case "counter": {
      const [value, last] = [cell.value, [cell.last]].map(expression);
      const width = cell.value.length;
      const wraps = cell.modulus !== 2 ** width;
      const next = wraps
        ? `${last} ? ${width}'d0 : ${value} + ${width}'d1`
        : `${value} + ${width}'d1`;
      return [
        assign([cell.last], `${value} == ${width}'d${cell.modulus - 1}`),
        ...register(value, next, cell, expression),
      ];
    }
    case "rom":
      return rom(cell, `memory_${index}`, expression);
    case "ram":
      return ram(cell, `memory_${index}`, expression);
  }
}

const gates = { and: "&", or: "|", xor: "^", xnor: "~^" } as const;

/** A carry in goes in below the lowest bit, where carry chains take it, not as a third operand. */
function addition(
  a: Bus,
  b: Bus,
  carryIn: number,
  y: Bus,
  expression: (bus: Bus) => string,
  name: string,
): string[] {
  if (carryIn === zero) return [`assign ${expression(y)} = ${expression(a)} + ${expression(b)};`];
  const [left, right] = [expression([one, ...a]), expression([carryIn, ...b])];
  return [
    `wire [${y.length}:0] ${name} = ${left} + ${right};`,
    `assign ${expression(y)} = ${name}[${y.length}:1];`,
  ];
}

function register(
  q: string,
  d: string,
  { enable, reset }: { readonly enable: number; readonly reset: number },
  expression: (bus: Bus) => string,
): string[] {
  const load = enable === one ? `${q} <= ${d};` : `if (${expression([enable])}) ${q} <= ${d};`;
  const step = reset === zero ? load : `if (${expression([reset])}) ${q} <= 0; else ${load}`;
  return [`initial ${q} = 0;`, `always @(posedge clk) ${step}`];
}

function memory(cell: RomCell | RamCell, words: number, name: string): string {
  const kind = cell.op === "rom" ? "rom_style" : "ram_style";
  const attribute = cell.style === undefined ? "" : `(* ${kind} = "${cell.style}" *) `;
  return `${attribute}reg ${range(cell.data.length)}${name} [0:${words - 1}];`;
}

function rom(cell: RomCell, name: string, expression: (bus: Bus) => string): string[] {
  const width = cell.data.length;
  const words = cell.contents.map(
    (word, i) => `    ${name}[${i}] = ${width}'h${word.toString(16)};`,
  );
  const read = `${name}[${expression(cell.address)}]`;
  return [
    memory(cell, cell.contents.length, name),
    "initial begin",
    ...words,
    "end",
    cell.isSynchronous
      ? `always @(posedge clk) ${expression(cell.data)} <= ${read};`
      : `assign ${expression(cell.data)} = ${read};`,
  ];
}

function ram(cell: RamCell, name: string, expression: (bus: Bus) => string): string[] {
  const zeros = `for (${name}_word = 0; ${name}_word < ${cell.words}; ${name}_word = ${name}_word + 1)`;
  const enable = expression([cell.writeEnable]);
  const write = `${name}[${expression(cell.writeAddress)}] <= ${expression(cell.writeData)}`;
  const read = `${name}[${expression(cell.address)}]`;
  return [
    memory(cell, cell.words, name),
    `integer ${name}_word;`,
    `initial ${zeros} ${name}[${name}_word] = 0;`,
    `always @(posedge clk) if (${enable}) ${write};`,
    cell.isSynchronous
      ? `always @(posedge clk) ${expression(cell.data)} <= ${read};`
      : `assign ${expression(cell.data)} = ${read};`,
  ];
}
