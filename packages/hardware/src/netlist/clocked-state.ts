import type { Cell, CounterCell, RamCell, RegisterCell, RomCell } from "./cell.ts";
import { addressOf, sharedAddress, wordsAt, writeWords } from "./evaluate-cell.ts";
import { lanes } from "./lanes.ts";

/** What a clocked cell does at an edge: all cells sample, then all update. */
export interface ClockedState {
  /** Drives what depends on inputs within a clock period: words of memories that are read asynchronously. */
  settle?(): void;
  sample(): void;
  update(): void;
}

/** The state of a clocked cell in 32 copies of the circuit, 0 at first. */
export function clockedState(cell: Cell, values: Uint32Array): ClockedState {
  switch (cell.op) {
    case "register":
      return registerState(cell, values);
    case "counter":
      return counterState(cell, values);
    case "rom":
      return romState(cell, values);
    case "ram":
      return ramState(cell, values);
    default:
      throw new TypeError(`clockedState: cell must be clocked, got ${cell.op}`);
  }
}

function registerState(cell: RegisterCell, values: Uint32Array): ClockedState {
  const next = new Uint32Array(cell.q.length);
  return {
    sample() {
      const [enable, reset] = [values[cell.enable], values[cell.reset]];
      for (let i = 0; i < next.length; i++) {
        const held = values[cell.q[i]];
        next[i] = ((enable & values[cell.d[i]]) | (~enable & held)) & ~reset;
      }
    },
    update() {
      for (let i = 0; i < next.length; i++) values[cell.q[i]] = next[i];
    },
  };
}

function counterState(cell: CounterCell, values: Uint32Array): ClockedState {
  const next = new Uint32Array(cell.value.length);
  return {
    sample() {
      const [enable, reset, last] = [values[cell.enable], values[cell.reset], values[cell.last]];
      let carry = 0xffffffff;
      for (let i = 0; i < next.length; i++) {
        const held = values[cell.value[i]];
        const stepped = (held ^ carry) & ~last;
        carry &= held;
        next[i] = ((enable & stepped) | (~enable & held)) & ~reset;
      }
    },
    update() {
      for (let i = 0; i < next.length; i++) values[cell.value[i]] = next[i];
    },
  };
}

function romState(cell: RomCell, values: Uint32Array): ClockedState {
  let words: readonly bigint[] = [];
  return {
    sample() {
      words = wordsAt(cell, values);
    },
    update() {
      writeWords(cell.data, words, values);
    },
  };
}

/** Words are kept bit-sliced: word `address·width + bit` holds that bit of each copy. */
function ramState(cell: RamCell, values: Uint32Array): ClockedState {
  const width = cell.data.length;
  const stored = new Uint32Array(cell.words * width);
  const read = new Uint32Array(width);
  const writes = new Float64Array(lanes);
  const data = new Uint32Array(width);
  const readWords = (): void => {
    read.fill(0);
    const shared = sharedAddress(cell.address, values);
    if (shared !== undefined) {
      if (shared < cell.words) read.set(stored.subarray(shared * width, (shared + 1) * width));
      return;
    }
    for (let lane = 0; lane < lanes; lane++) {
      const address = addressOf(cell.address, lane, values);
      for (let i = 0; i < width && address < cell.words; i++)
        read[i] |= stored[address * width + i] & (1 << lane);
    }
  };
  const drive = (): void => {
    for (let i = 0; i < width; i++) values[cell.data[i]] = read[i];
  };
  const settle = (): void => {
    readWords();
    drive();
  };
  return {
    ...(cell.isSynchronous ? {} : { settle }),
    sample() {
      readWords();
      for (let lane = 0; lane < lanes; lane++) {
        const isWritten = ((values[cell.writeEnable] >>> lane) & 1) === 1;
        writes[lane] = isWritten ? addressOf(cell.writeAddress, lane, values) : cell.words;
      }
      for (let i = 0; i < width; i++) data[i] = values[cell.writeData[i]];
    },
    update() {
      if (cell.isSynchronous) drive();
      for (let lane = 0; lane < lanes; lane++) {
        const bit = 1 << lane;
        if (writes[lane] >= cell.words) continue;
        for (let i = 0; i < width; i++) {
          const at = writes[lane] * width + i;
          stored[at] = (stored[at] & ~bit) | (data[i] & bit);
        }
      }
    },
  };
}
