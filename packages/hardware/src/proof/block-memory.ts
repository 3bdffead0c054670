import { laneNumber, lanes } from "../netlist/lanes.ts";
import type { Bus, Net } from "../netlist/net.ts";

/** A port of a block memory, whose bits stand in words of any width. */
export interface MemoryPort {
  readonly enable: Net;
  readonly address: Bus;
  /** Where bit `i` of the word at an address is stored. */
  readonly cellOf: (address: number, bit: number) => number;
}

/** Bits that are read and written at a clock edge; a read of what is being written yields what was there. */
export interface BlockMemory {
  readonly cell: string;
  readonly type: string;
  /** What is stored at first. */
  readonly initial: readonly boolean[];
  /** `data` is 0 before the first read, and is held where the enable is 0. */
  readonly read: MemoryPort & { readonly data: Bus };
  /** A bit whose `mask` is 1 is not written. */
  readonly write: MemoryPort & { readonly data: Bus; readonly mask: Bus };
}

/** A memory in 32 copies of a circuit: all sample before an edge, then all update. */
export interface BlockMemoryState {
  sample(): void;
  update(): void;
}

/** The state of a block memory; `values` has a word of 32 copies for each net. */
export function blockMemoryState(
  { initial, read, write }: BlockMemory,
  values: Uint32Array,
): BlockMemoryState {
  const stored = Uint32Array.from(initial, (bit) => (bit ? 0xffffffff : 0));
  const next = new Uint32Array(read.data.length);
  const addresses = new Float64Array(lanes);
  const masked = new Uint32Array(write.data.length);
  const data = new Uint32Array(write.data.length);
  return {
    sample() {
      const enable = values[read.enable];
      for (let i = 0; i < next.length; i++) next[i] = values[read.data[i]] & ~enable;
      for (let lane = 0; lane < lanes; lane++) {
        addresses[lane] = addressAt(write.address, lane, values);
        const bit = 1 << lane;
        if ((enable & bit) === 0) continue;
        const address = addressAt(read.address, lane, values);
        for (let i = 0; i < next.length; i++) next[i] |= stored[read.cellOf(address, i)] & bit;
      }
      for (let i = 0; i < data.length; i++) {
        data[i] = values[write.data[i]];
        masked[i] = values[write.mask[i]] | ~values[write.enable];
      }
    },
    update() {
      for (let i = 0; i < next.length; i++) values[read.data[i]] = next[i];
      for (let lane = 0; lane < lanes; lane++) {
        for (let i = 0; i < data.length; i++) {
          const written = ~masked[i] & (1 << lane);
          if (written === 0) continue;
          const at = write.cellOf(addresses[lane], i);
          stored[at] = (stored[at] & ~written) | (data[i] & written);
        }
      }
    },
  };
}

function addressAt(bus: Bus, lane: number, values: Uint32Array): number {
  return laneNumber(
    bus.map((net) => values[net]),
    lane,
  );
}
