import { drawnWords } from "../netlist/drawn-words.ts";
import { lanes, packLanes } from "../netlist/lanes.ts";
import type { Port } from "../netlist/module.ts";

/** Vectors of a port, the same for the same seed. */
export type DrawVectors = (port: string, seed: number) => readonly Uint8Array[];

/** 32 vectors of each port, by its name. */
export type PortVectors = Readonly<Record<string, readonly Uint8Array[]>>;

/** 32 vectors of each port as words, by its name: word i holds bit i of each. */
export type PortWords = Readonly<Record<string, Uint32Array>>;

export interface DrawnPass {
  readonly seed: number;
  /** Number of the pass: in the first four, few bits are set or clear. */
  readonly pass: number;
  readonly draw?: DrawVectors | undefined;
  /** Of ports that keep what they have. */
  readonly held?: PortVectors;
}

/** What a pass gives to ports, from the fifth on as `draw` has it. */
export function drawnPass(
  ports: readonly Port[],
  { seed, pass, draw, held = {} }: DrawnPass,
): PortVectors {
  const entries = ports.map((port, p): [string, readonly Uint8Array[]] => {
    const own = 1000 * seed + p;
    const drawn = pass >= 4 ? draw?.(port.name, own) : undefined;
    return [port.name, held[port.name] ?? drawn ?? drawnVectors(port, own, pass)];
  });
  return Object.fromEntries(entries);
}

/** So many vectors, or up to 31 more, as `checkBehaviour` draws them for a circuit without registers. */
export function* drawnPasses(
  ports: readonly Port[],
  { vectors, draw }: { readonly vectors: number; readonly draw?: DrawVectors },
): Generator<PortWords> {
  for (let pass = 0; pass * lanes < vectors; pass++) {
    const given = drawnPass(ports, { seed: 1 + pass, pass, draw });
    const words = ports.map(({ name, bus }) => [name, packLanes(given[name], bus.length)]);
    yield Object.fromEntries(words);
  }
}

/** Every vector that ports can have, the first port's first bit changing fastest. */
export function* everyPass(ports: readonly Port[]): Generator<PortWords> {
  const bits = ports.reduce((sum, { bus }) => sum + bus.length, 0);
  for (let first = 0; first < 2 ** bits; first += lanes) {
    let at = 0;
    const wordAt = (bit: number): number =>
      bit < fastest.length ? fastest[bit] : Math.floor(first / 2 ** bit) % 2 === 1 ? 0xffffffff : 0;
    const words = ports.map(({ name, bus }) => [name, Uint32Array.from(bus, () => wordAt(at++))]);
    yield Object.fromEntries(words);
  }
}

/** The bits of 0 … 31, a word each. */
const fastest = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];

/** 32 vectors of a port. In passes 0 … 3 their ones are rare, then their zeros; the first two are constant there. */
export function drawnVectors({ bus }: Port, seed: number, pass: number): readonly Uint8Array[] {
  const width = bus.length;
  const bits = Uint8Array.from(drawnWords(3 * lanes * width, seed), (word) => word >>> 31);
  return Array.from({ length: lanes }, (_, lane) => {
    if (pass < 4 && lane < 2) return new Uint8Array(width).fill(lane);
    return Uint8Array.from({ length: width }, (_, bit) => {
      const [a, b, c] = bits.subarray(3 * (lane * width + bit), 3 * (lane * width + bit) + 3);
      if (pass >= 4) return a;
      return pass % 2 === 0 ? a & b & c : a | b | c;
    });
  });
}
