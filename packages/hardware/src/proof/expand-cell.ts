import { type Bus, type Net, one, zero } from "../netlist/net.ts";
import type { BlockMemory } from "./block-memory.ts";
import { expandIce40Memory } from "./expand-block-memory.ts";
import { type GateFunction, gateFunctions, tableOf } from "./gate-functions.ts";
import type { FlipFlop, TableCell } from "./mapped-netlist.ts";
import type { JsonBit, JsonCell } from "./netlist-json.ts";

/** Where the parts of cells go. */
export interface ExpandedCells {
  readonly tables: TableCell[];
  readonly flipFlops: FlipFlop[];
  readonly memories: BlockMemory[];
  /** The net of a bit of the netlist. */
  readonly netOf: (bit: JsonBit) => Net;
  readonly newNet: () => Net;
}

/** Adds a cell of a mapped netlist as tables, flip-flops and block memories.
 *  @throws RangeError for a type that has no model here. */
export function expandCell(cell: JsonCell, into: ExpandedCells): void {
  const gate = Object.hasOwn(gateFunctions, cell.type) ? gateFunctions[cell.type] : undefined;
  // The inverter of xc7 has other pins than that of the library.
  if (gate !== undefined && cell.pins[gate.output] !== undefined) {
    const inputs = gate.pins.split("").map((pin) => pinOf(cell, pin, into));
    addGate(cell, into, inputs, gate.value, pinOf(cell, gate.output, into));
  } else if (/^LUT[1-6]$/.test(cell.type) && cell.pins.O !== undefined) {
    const pins = Array.from({ length: Number(cell.type[3]) }, (_, i) => `I${i}`);
    addTable(cell, into, pins, "INIT", "O");
  } else if (flipFlopType.test(cell.type)) addFlipFlop(cell, into);
  else {
    const expand = Object.hasOwn(models, cell.type) ? models[cell.type] : undefined;
    if (expand === undefined) {
      throw new RangeError(`parseNetlist: ${cell.name} must be of a known type, got ${cell.type}`);
    }
    expand(cell, into);
  }
}

const xor: GateFunction["value"] = (a, b) => a !== b;
const choose: GateFunction["value"] = (a, b, s) => (s ? b : a);
const majority: GateFunction["value"] = (a, b, c) => (a && b) || (c && (a || b));

const models: Readonly<Record<string, (cell: JsonCell, into: ExpandedCells) => unknown>> = {
  INV: (cell, into) => addPins(cell, into, ["I"], (a) => !a, "O"),
  MUXF7: (cell, into) => addPins(cell, into, ["I0", "I1", "S"], choose, "O"),
  MUXF8: (cell, into) => addPins(cell, into, ["I0", "I1", "S"], choose, "O"),
  CARRY4: expandCarry4,
  SRL16E: expandShiftRegister,
  SB_LUT4: (cell, into) => addTable(cell, into, ["I0", "I1", "I2", "I3"], "LUT_INIT", "O"),
  SB_CARRY: (cell, into) => addPins(cell, into, ["I0", "I1", "CI"], majority, "CO"),
  SB_RAM40_4K: (cell, into) => into.memories.push(expandIce40Memory(cell, into)),
  LUT4: (cell, into) => addTable(cell, into, ["A", "B", "C", "D"], "INIT", "Z"),
  PFUMX: (cell, into) => addPins(cell, into, ["BLUT", "ALUT", "C0"], choose, "Z"),
  L6MUX21: (cell, into) => addPins(cell, into, ["D0", "D1", "SD"], choose, "Z"),
  CCU2C: expandCcu2c,
  FA: (cell, into) => {
    addPins(cell, into, ["A", "B", "C"], (a, b, c) => xor(xor(a, b), c), "S");
    addPins(cell, into, ["A", "B", "C"], majority, "CO");
  },
};

function named({ name, type }: JsonCell): { readonly cell: string; readonly type: string } {
  return { cell: name, type };
}

function pinOf(cell: JsonCell, pin: string, into: ExpandedCells, bit = 0): Net {
  const connected = cell.pins[pin]?.[bit];
  return connected === undefined ? zero : into.netOf(connected);
}

function addGate(
  cell: JsonCell,
  into: ExpandedCells,
  inputs: Bus,
  value: GateFunction["value"],
  y: Net,
): Net {
  into.tables.push({ ...named(cell), inputs, table: tableOf(inputs.length, value), y });
  return y;
}

function addPins(
  cell: JsonCell,
  into: ExpandedCells,
  pins: readonly string[],
  value: GateFunction["value"],
  output: string,
): void {
  if (cell.pins[output] === undefined) return;
  const inputs = pins.map((pin) => pinOf(cell, pin, into));
  addGate(cell, into, inputs, value, pinOf(cell, output, into));
}

function addTable(
  cell: JsonCell,
  into: ExpandedCells,
  pins: readonly string[],
  parameter: string,
  output: string,
): void {
  const table = initBits(cell, parameter, 2 ** pins.length);
  const inputs = pins.map((pin) => pinOf(cell, pin, into));
  into.tables.push({ ...named(cell), inputs, table, y: pinOf(cell, output, into) });
}

/** A parameter of binary digits, the lowest last. */
function initBits(cell: JsonCell, parameter: string, length: number): boolean[] {
  const digits = (cell.parameters[parameter] ?? "").padStart(length, "0");
  return Array.from({ length }, (_, i) => digits[digits.length - 1 - i] === "1");
}

function expandCarry4(cell: JsonCell, into: ExpandedCells): void {
  const [chained, initial] = ["CI", "CYINIT"].map((pin) => pinOf(cell, pin, into));
  let carry = addGate(cell, into, [chained, initial], (a, b) => a || b, into.newNet());
  for (let bit = 0; bit < 4; bit++) {
    const [s, d] = ["S", "DI"].map((pin) => pinOf(cell, pin, into, bit));
    const sum = cell.pins.O?.[bit];
    if (sum !== undefined) addGate(cell, into, [s, carry], xor, into.netOf(sum));
    const out = cell.pins.CO?.[bit];
    const next = out === undefined ? into.newNet() : into.netOf(out);
    carry = addGate(cell, into, [d, carry, s], choose, next);
  }
}

function expandCcu2c(cell: JsonCell, into: ExpandedCells): void {
  let carry = pinOf(cell, "CIN", into);
  for (const half of [0, 1]) {
    const table = initBits(cell, `INIT${half}`, 16);
    const pins = ["A", "B", "C", "D"].map((pin) => pinOf(cell, `${pin}${half}`, into));
    const isInjected = cell.parameters[`INJECT1_${half}`] === "YES";
    const [propagate, generate] = [into.newNet(), into.newNet()];
    into.tables.push({ ...named(cell), inputs: pins, table, y: propagate });
    const low = isInjected ? [false, false, false, false] : table.slice(0, 4);
    into.tables.push({ ...named(cell), inputs: pins.slice(0, 2), table: low, y: generate });
    const sum = cell.pins[`S${half}`]?.[0];
    const gated = isInjected ? zero : carry;
    if (sum !== undefined) addGate(cell, into, [propagate, gated], xor, into.netOf(sum));
    const out = half === 1 ? cell.pins.COUT?.[0] : undefined;
    const next = out === undefined ? into.newNet() : into.netOf(out);
    carry = addGate(cell, into, [generate, carry, propagate], choose, next);
  }
}

/** A shift register of a constant length, as flip-flops. */
function expandShiftRegister(cell: JsonCell, into: ExpandedCells): void {
  const address = ["A0", "A1", "A2", "A3"].map((pin) => pinOf(cell, pin, into));
  if (address.some((net) => net !== zero && net !== one)) {
    throw new RangeError(`parseNetlist: ${cell.name} must have a constant length`);
  }
  const last = address.reduce((sum, net, i) => sum + net * 2 ** i, 0);
  let d = pinOf(cell, "D", into);
  const enable = pinOf(cell, "CE", into);
  for (let stage = 0; stage <= last; stage++) {
    const q = stage === last ? pinOf(cell, "Q", into) : into.newNet();
    into.flipFlops.push({ ...named(cell), ...{ d, q, enable }, ...neverReset });
    d = q;
  }
}

const neverReset = { reset: zero, resetValue: false, isResetGated: false } as const;

/** Of rising edges, all of one clock. */
const flipFlopType =
  /^(FDRE|FDSE|SB_DFF(E?)(SR|SS)?|TRELLIS_FF|DFF|\$_DFF_P_|\$_DFFE_PP_|\$_SDFF_PP[01]_|\$_SDFFE_PP[01]P_)$/;

/** Pins by the kind of flip-flop: what is absent is always on, or never. */
function addFlipFlop(cell: JsonCell, into: ExpandedCells): void {
  const { type, parameters } = cell;
  const [d] = ["D", "DI"].filter((pin) => cell.pins[pin] !== undefined);
  const [enable] = ["CE", "E"].filter((pin) => cell.pins[pin] !== undefined);
  const [reset] = ["R", "S", "LSR"].filter((pin) => cell.pins[pin] !== undefined);
  const isAlwaysOn = enable === undefined || parameters.CEMUX === "1";
  into.flipFlops.push({
    ...named(cell),
    d: pinOf(cell, d ?? "D", into),
    q: pinOf(cell, "Q", into),
    enable: isAlwaysOn ? one : pinOf(cell, enable, into),
    reset: reset === undefined ? zero : pinOf(cell, reset, into),
    resetValue: reset === "S" || parameters.REGSET === "SET" || type.includes("PP1"),
    isResetGated: /^SB_DFFES[RS]$/.test(type),
  });
}
