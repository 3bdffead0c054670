import type { AddCell, Cell, CompareCell, RomCell, SubtractCell, SumCell } from "./cell.ts";
import { lanes } from "./lanes.ts";
import type { Bus } from "./net.ts";

/** Computes what a cell drives from what it reads within a clock period, for 32 copies of the circuit at once. Outputs of clocked cells
 *  stay as they are, but for a counter's `last`. */
export function evaluateCell(cell: Cell, values: Uint32Array): void {
  switch (cell.op) {
    case "and":
      for (let i = 0; i < cell.y.length; i++)
        values[cell.y[i]] = values[cell.a[i]] & values[cell.b[i]];
      return;
    case "or":
      for (let i = 0; i < cell.y.length; i++)
        values[cell.y[i]] = values[cell.a[i]] | values[cell.b[i]];
      return;
    case "xor":
      for (let i = 0; i < cell.y.length; i++)
        values[cell.y[i]] = values[cell.a[i]] ^ values[cell.b[i]];
      return;
    case "xnor":
      for (let i = 0; i < cell.y.length; i++)
        values[cell.y[i]] = ~(values[cell.a[i]] ^ values[cell.b[i]]);
      return;
    case "not":
      for (let i = 0; i < cell.y.length; i++) values[cell.y[i]] = ~values[cell.a[i]];
      return;
    case "mux": {
      const select = values[cell.select];
      for (let i = 0; i < cell.y.length; i++)
        values[cell.y[i]] =
          (select & values[cell.whenOne[i]]) | (~select & values[cell.whenZero[i]]);
      return;
    }
    case "full-adder":
      for (let i = 0; i < cell.sum.length; i++) {
        const [a, b, c] = [values[cell.a[i]], values[cell.b[i]], values[cell.c[i]]];
        values[cell.sum[i]] = a ^ b ^ c;
        values[cell.carry[i]] = (a & b) | (c & (a ^ b));
      }
      return;
    case "half-adder":
      for (let i = 0; i < cell.sum.length; i++) {
        const [a, b] = [values[cell.a[i]], values[cell.b[i]]];
        values[cell.sum[i]] = a ^ b;
        values[cell.carry[i]] = a & b;
      }
      return;
    case "add":
    case "subtract":
      evaluateChain(cell, values);
      return;
    case "sum":
      evaluateSum(cell, values);
      return;
    case "compare":
      evaluateCompare(cell, values);
      return;
    case "rom":
      if (!cell.isSynchronous) writeWords(cell.data, wordsAt(cell, values), values);
      return;
    case "counter":
      values[cell.last] = equalTo(cell.value, cell.modulus - 1, values);
      return;
    case "ram":
    case "register":
      return;
  }
}

function evaluateChain(cell: AddCell | SubtractCell, values: Uint32Array): void {
  const invert = cell.op === "subtract" ? 0xffffffff : 0;
  let carry = cell.op === "subtract" ? 0xffffffff : values[cell.carryIn];
  for (let i = 0; i < cell.y.length; i++) {
    const [a, b] = [values[cell.a[i]], values[cell.b[i]] ^ invert];
    values[cell.y[i]] = a ^ b ^ carry;
    carry = (a & b) | (carry & (a ^ b));
  }
}

function evaluateSum(cell: SumCell, values: Uint32Array): void {
  const total = new Uint32Array(cell.y.length);
  for (const operand of cell.operands) {
    let carry = 0;
    for (let i = 0; i < total.length && (i < operand.length || carry !== 0); i++) {
      const [a, b] = [total[i], i < operand.length ? values[operand[i]] : 0];
      total[i] = a ^ b ^ carry;
      carry = (a & b) | (carry & (a ^ b));
    }
  }
  for (let i = 0; i < total.length; i++) values[cell.y[i]] = total[i];
}

function evaluateCompare(cell: CompareCell, values: Uint32Array): void {
  let [atLeast, isEqual] = [0xffffffff, 0xffffffff];
  for (let i = 0; i < cell.a.length; i++) {
    const [a, b] = [values[cell.a[i]], values[cell.b[i]]];
    atLeast = (a & ~b) | (atLeast & ~(a ^ b));
    isEqual &= ~(a ^ b);
  }
  values[cell.y] = cell.relation === "equal" ? isEqual : atLeast;
}

function equalTo(bus: Bus, number: number, values: Uint32Array): number {
  let isEqual = 0xffffffff;
  for (let i = 0; i < bus.length; i++) {
    isEqual &= Math.floor(number / 2 ** i) % 2 === 1 ? values[bus[i]] : ~values[bus[i]];
  }
  return isEqual;
}

/** The word that each copy's address names, 0 beyond the last; a single one where all copies name the same. */
export function wordsAt(cell: RomCell, values: Uint32Array): bigint[] {
  const shared = sharedAddress(cell.address, values);
  if (shared !== undefined) return [cell.contents[shared] ?? 0n];
  return Array.from(
    { length: lanes },
    (_, lane) => cell.contents[addressOf(cell.address, lane, values)] ?? 0n,
  );
}

/** The address of all copies; undefined where they differ. */
export function sharedAddress(bus: Bus, values: Uint32Array): number | undefined {
  let address = 0;
  for (let i = bus.length - 1; i >= 0; i--) {
    const word = values[bus[i]];
    if (word !== 0 && word !== 0xffffffff) return undefined;
    address = 2 * address + (word & 1);
  }
  return address;
}

export function addressOf(bus: Bus, lane: number, values: Uint32Array): number {
  let address = 0;
  for (let i = bus.length - 1; i >= 0; i--) address = 2 * address + ((values[bus[i]] >>> lane) & 1);
  return address;
}

/** A word of each copy, or one of all. */
export function writeWords(bus: Bus, words: readonly bigint[], values: Uint32Array): void {
  for (let i = 0; i < bus.length; i++) {
    let bits = 0;
    for (let lane = 0; lane < words.length; lane++)
      bits |= Number((words[lane] >> BigInt(i)) & 1n) << lane;
    values[bus[i]] = words.length === 1 ? -bits : bits;
  }
}
