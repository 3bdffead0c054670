import { DIGITS_BYTES, writeAddresses } from "../look-up/addresses";
import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { fourNumbers } from "../vector/sliced-numbers";
import { cell, integer, offset } from "./operand";

/** Bytes of one number of each sample of a block. */
const BLOCK_BYTES: usize = 512;

/** x, samples, classes, tuples, tupleSize, hashes, digits, mapping, taps, masks, out; a unit is a block of samples */
export function lookUp(operands: usize, scratch: usize): void {
  const samples = cell(operands, 1);
  const classes = integer(operands, 2);
  const words = (classes + 31) >> 5;
  const digits = 32 - clz(integer(operands, 3));
  const planes = scratch + DIGITS_BYTES + <usize>integer(operands, 5) * BLOCK_BYTES;
  cut((samples + 127) >> 7);
  const end = endUnit;
  for (let block = firstUnit; block < end; block++) {
    const first = block << 7;
    const count = min(128, samples - first);
    for (let word = 0; word < words; word++) {
      memory.fill(planes, 0, <usize>digits * BLOCK_BYTES);
      countTuples(operands, first, word, words, digits, planes, scratch);
      for (let s = 0; s < count; s++) {
        let out = offset(operands, 10) + (<usize>((first + s) * classes + 32 * word) << 2);
        const left = min(32, classes - 32 * word);
        for (let c = 0; c < left; c += 4) {
          storeLanes(out, fourNumbers(planes + (<usize>s << 2), BLOCK_BYTES, digits, c), left - c);
          out += 16;
        }
      }
    }
  }
}

/** Adds up what the tuples of a block know, digit by digit of the counts of 32 classes, of four samples at once. */
function countTuples(
  operands: usize, first: i32, word: i32, words: i32, digits: i32, planes: usize, scratch: usize,
): void {
  const sliceBytes = <usize>((cell(operands, 1) + 127) >> 7) << 4;
  const x = offset(operands, 0) + <usize>(first >> 3);
  const tuples = integer(operands, 3);
  const hashes = integer(operands, 5);
  const addressDigits = integer(operands, 6);
  const tupleBytes = <usize>integer(operands, 4) << 2;
  const entryBytes = <usize>words << 2;
  const addresses = scratch + DIGITS_BYTES;
  let mapping = offset(operands, 7);
  let masks = offset(operands, 9) + (<usize>word << 2);
  for (let t = 0; t < tuples; t++) {
    writeAddresses(
      x, sliceBytes, mapping, offset(operands, 8), hashes, addressDigits, 0, 128, scratch, addresses,
    );
    for (let s: usize = 0; s < BLOCK_BYTES; s += 16) {
      let known = fourMasks(masks, entryBytes, addresses + s);
      for (let h = 1; h < hashes; h++) {
        known = v128.and(known, fourMasks(masks, entryBytes, addresses + s + <usize>h * BLOCK_BYTES));
      }
      let at = planes + s;
      for (let p = 0; p < digits; p++) {
        if (!v128.any_true(known)) break;
        const old = v128.load(at);
        v128.store(at, v128.xor(old, known));
        known = v128.and(old, known);
        at += BLOCK_BYTES;
      }
    }
    mapping += tupleBytes;
    masks += entryBytes << addressDigits;
  }
}

/** What stands at four addresses. */
// @ts-ignore: decorator
@inline
function fourMasks(masks: usize, entryBytes: usize, addresses: usize): v128 {
  let known = v128.load32_zero(masks + <usize>load<u32>(addresses) * entryBytes);
  known = v128.load32_lane(masks + <usize>load<u32>(addresses, 4) * entryBytes, known, 1);
  known = v128.load32_lane(masks + <usize>load<u32>(addresses, 8) * entryBytes, known, 2);
  return v128.load32_lane(masks + <usize>load<u32>(addresses, 12) * entryBytes, known, 3);
}
