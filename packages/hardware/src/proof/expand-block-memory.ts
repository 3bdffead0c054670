import { type Bus, type Net, one, zero } from "../netlist/net.ts";
import type { BlockMemory, MemoryPort } from "./block-memory.ts";
import type { JsonBit, JsonCell } from "./netlist-json.ts";

/** Rows of 16 bits that a block of iCE40 has. */
const rows = 256;
const rowBits = 16;

/**
 * SB_RAM40_4K of iCE40: 4,096 bits as 256 × 16, 512 × 8, 1,024 × 4 or 2,048 × 2, each port in a mode of its own.
 *
 * In mode m an address is `row + 256·part`, and bit i of its word stands at `16·row + 2^m·i + part`, so that a port sees what the other
 * wrote in another mode. Its pins are 0 … 15, 0, 2 … 14, 1, 5 … 13, or 3 and 11.
 */
export function expandIce40Memory(
  cell: JsonCell,
  { netOf, newNet }: { readonly netOf: (bit: JsonBit) => Net; readonly newNet: () => Net },
): BlockMemory {
  const net = (pin: string, bit: number, absent: Net): Net => {
    const connected = cell.pins[pin]?.[bit];
    return connected === undefined ? absent : netOf(connected);
  };
  const [readMode, writeMode] = [modeOf(cell, "READ_MODE"), modeOf(cell, "WRITE_MODE")];
  const port = (letter: "R" | "W", mode: number, enable: Net): MemoryPort => ({
    enable,
    address: Array.from({ length: 8 + mode }, (_, bit) => net(`${letter}ADDR`, bit, zero)),
    cellOf: (address, bit) =>
      rowBits * (address % rows) + 2 ** mode * bit + Math.floor(address / rows),
  });
  const pinsOf = (mode: number): number[] =>
    Array.from({ length: rowBits / 2 ** mode }, (_, i) => 2 ** mode * i + firstPins[mode]);
  const output = (bit: number): Net => {
    const connected = cell.pins.RDATA?.[bit];
    return typeof connected === "number" ? netOf(connected) : newNet();
  };
  const mask: Bus = pinsOf(writeMode).map((bit) =>
    writeMode === 0 ? net("MASK", bit, zero) : zero,
  );
  return {
    ...{ cell: cell.name, type: cell.type, initial: initialBits(cell) },
    read: {
      ...port("R", readMode, enableOf(cell, "RE", "RCLKE", net)),
      data: pinsOf(readMode).map(output),
    },
    write: {
      ...port("W", writeMode, enableOf(cell, "WE", "WCLKE", net)),
      data: pinsOf(writeMode).map((bit) => net("WDATA", bit, zero)),
      mask,
    },
  };
}

/** By mode. */
const firstPins = [0, 0, 1, 3];

function modeOf({ name, parameters }: JsonCell, parameter: string): number {
  const mode = Number.parseInt(parameters[parameter] ?? "0", 2);
  if (mode < firstPins.length) return mode;
  throw new RangeError(`parseNetlist: ${name} must have a ${parameter} of 0 to 3, got ${mode}`);
}

/** A port works where its enable and that of its clock are 1; Yosys ties one of them. */
function enableOf(
  cell: JsonCell,
  enablePin: string,
  clockPin: string,
  net: (pin: string, bit: number, absent: Net) => Net,
): Net {
  const [enable, clock] = [net(enablePin, 0, zero), net(clockPin, 0, one)];
  if (clock === one || enable === zero) return enable;
  if (enable === one || clock === zero) return clock;
  throw new RangeError(
    `parseNetlist: ${cell.name} must have one of ${enablePin} and ${clockPin} constant`,
  );
}

/** INIT_0 … INIT_F have 256 bits each, the lowest last. */
function initialBits({ parameters }: JsonCell): boolean[] {
  return Array.from({ length: rows * rowBits }, (_, at) => {
    const digits =
      parameters[
        `INIT_${Math.floor(at / 256)
          .toString(16)
          .toUpperCase()}`
      ] ?? "";
    return digits.at(-1 - (at % 256)) === "1";
  });
}
