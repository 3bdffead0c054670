import { DIGITS_BYTES, writeAddresses } from "../look-up/addresses";
import { cut, endUnit, firstUnit } from "../piece";
import { cell, integer, offset } from "./operand";

/** Samples of a unit. */
const UNIT: i32 = 16;
const MOST_LEVEL: i32 = 255;

/** x, samples, classes, tuples, tupleSize, hashes, digits, maps, mapping, taps, counters, out; a unit is 16 samples */
export function bleach(operands: usize, scratch: usize): void {
  const samples = cell(operands, 1);
  const classes = integer(operands, 2);
  const rowBytes = rowBytesOf(integer(operands, 3));
  const sampleBytes = <usize>classes * rowBytes;
  const counters = scratch + DIGITS_BYTES + <usize>integer(operands, 5) * (UNIT << 2);
  cut((samples + UNIT - 1) / UNIT);
  const end = endUnit;
  for (let unit = firstUnit; unit < end; unit++) {
    const first = unit * UNIT;
    const count = min(UNIT, samples - first);
    memory.fill(counters, 0, sampleBytes * UNIT);
    gather(operands, first, counters, sampleBytes, scratch);
    let at = counters;
    let out = offset(operands, 11) + (<usize>(first * classes) << 2);
    for (let s = 0; s < count; s++) {
      raise(at, rowBytes, classes, out);
      at += sampleBytes;
      out += <usize>classes << 2;
    }
  }
}

/** Bytes of the counters of a class, whole vectors. */
// @ts-ignore: decorator
@inline
function rowBytesOf(tuples: i32): usize {
  return <usize>((tuples + 15) & ~15);
}

/** The counters that samples look up: bytes [samples, classes, tuples]; of several hashes the least. */
function gather(
  operands: usize, first: i32, out: usize, sampleBytes: usize, scratch: usize,
): void {
  const sliceBytes = <usize>((cell(operands, 1) + 127) >> 7) << 4;
  const x = offset(operands, 0) + (<usize>(first >> 7) << 4);
  const classes = integer(operands, 2);
  const tuples = integer(operands, 3);
  const maps = integer(operands, 7);
  const digits = integer(operands, 6);
  const rowBytes = rowBytesOf(tuples);
  let mapping = offset(operands, 8);
  for (let map = 0; map < maps; map++) {
    for (let t = 0; t < tuples; t++) {
      writeAddresses(
        x, sliceBytes, mapping, offset(operands, 9), integer(operands, 5), digits,
        first & 127, UNIT, scratch, scratch + DIGITS_BYTES,
      );
      mapping += <usize>integer(operands, 4) << 2;
      const end = maps == 1 ? classes : map + 1;
      for (let c = map; c < end; c++) {
        const table = offset(operands, 10) + (<usize>(c * tuples + t) << digits);
        gatherTuple(
          table, scratch + DIGITS_BYTES, integer(operands, 5),
          out + <usize>c * rowBytes + t, sampleBytes,
        );
      }
    }
  }
}

function gatherTuple(
  table: usize, addresses: usize, hashes: i32, out: usize, sampleBytes: usize,
): void {
  for (let s = 0; s < UNIT; s++) {
    let least = <i32>load<u8>(table + <usize>load<u32>(addresses));
    for (let h = 1; h < hashes; h++) {
      least = min(least, <i32>load<u8>(table + <usize>load<u32>(addresses + <usize>h * (UNIT << 2))));
    }
    store<u8>(out, <u8>least);
    addresses += 4;
    out += sampleBytes;
  }
}

/** Writes the votes at the first level at which one class has most, or at the last at which any class has votes. */
function raise(counters: usize, rowBytes: usize, classes: i32, out: usize): void {
  let level = 1;
  let most = vote(counters, rowBytes, classes, level, out);
  while (most > 1 && isTie(classes, most, out) && level < MOST_LEVEL) {
    const fewer = vote(counters, rowBytes, classes, level + 1, out);
    if (fewer == 0) {
      vote(counters, rowBytes, classes, level, out);
      return;
    }
    most = fewer;
    level++;
  }
}

/** Counts for each class the counters that reach a level; returns the most. */
function vote(counters: usize, rowBytes: usize, classes: i32, level: i32, out: usize): i32 {
  const least = i8x16.splat(<i8>level);
  let most = 0;
  for (let c = 0; c < classes; c++) {
    let votes = 0;
    for (const end = counters + rowBytes; counters < end; counters += 16) {
      votes += popcnt(i8x16.bitmask(i8x16.ge_u(v128.load(counters), least)));
    }
    store<i32>(out + (<usize>c << 2), votes);
    most = max(most, votes);
  }
  return most;
}

function isTie(classes: i32, most: i32, votes: usize): bool {
  let leaders = 0;
  for (let c = 0; c < classes; c++) {
    if (load<i32>(votes + (<usize>c << 2)) == most) leaders++;
  }
  return leaders > 1;
}
