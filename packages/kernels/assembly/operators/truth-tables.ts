import { cut, endUnit, firstUnit } from "../piece";
import { inFour, inOne, inThree, inTwo, writeFunctions } from "../vector/polynomial";
import { cell, integer, offset } from "./operand";

/** x, samples, tables, inputsPerTable, connections, terms, out; a unit is a table */
export function truthTables(operands: usize, scratch: usize): void {
  const inputs = integer(operands, 3);
  const sliceBytes = <usize>((cell(operands, 1) + 127) >> 7) << 4;
  cut(integer(operands, 2));
  const end = endUnit;
  const x = offset(operands, 0);
  const termBytes = <usize>1 << (inputs - 2);
  let connections = offset(operands, 4) + (<usize>(firstUnit * inputs) << 2);
  let terms = offset(operands, 5) + <usize>firstUnit * termBytes;
  let out = offset(operands, 6) + <usize>firstUnit * sliceBytes;
  for (let t = firstUnit; t < end; t++) {
    if (inputs == 6) sixInputs(x, connections, terms, out, sliceBytes, scratch);
    else select(inputs, x, connections, terms, out, sliceBytes, scratch);
    connections += <usize>inputs << 2;
    terms += termBytes;
    out += sliceBytes;
  }
}

/** What an FPGA has: the connections are read once for all blocks. */
// @ts-ignore: decorator
@inline
function sixInputs(
  x: usize, connections: usize, terms: usize, out: usize, sliceBytes: usize, functions: usize,
): void {
  const a = slice(x, connections, 0, sliceBytes);
  const b = slice(x, connections, 1, sliceBytes);
  const c = slice(x, connections, 2, sliceBytes);
  const d = slice(x, connections, 3, sliceBytes);
  const e = slice(x, connections, 4, sliceBytes);
  const f = slice(x, connections, 5, sliceBytes);
  for (let i: usize = 0; i < sliceBytes; i += 16) {
    writeFunctions(functions, v128.load(a + i), v128.load(b + i));
    v128.store(
      out + i,
      inFour(
        functions, terms,
        v128.load(c + i), v128.load(d + i), v128.load(e + i), v128.load(f + i),
      ),
    );
  }
}

/** Three, four, five, seven or eight inputs. */
function select(
  inputs: i32,
  x: usize, connections: usize, terms: usize, out: usize, sliceBytes: usize, functions: usize,
): void {
  for (let i: usize = 0; i < sliceBytes; i += 16) {
    const at = x + i;
    writeFunctions(
      functions,
      v128.load(slice(at, connections, 0, sliceBytes)),
      v128.load(slice(at, connections, 1, sliceBytes)),
    );
    const c = v128.load(slice(at, connections, 2, sliceBytes));
    let y: v128;
    if (inputs == 3) {
      y = inOne(functions, terms, c);
    } else {
      const d = v128.load(slice(at, connections, 3, sliceBytes));
      if (inputs == 4) {
        y = inTwo(functions, terms, c, d);
      } else {
        const e = v128.load(slice(at, connections, 4, sliceBytes));
        y = inputs == 5
          ? inThree(functions, terms, c, d, e)
          : longer(inputs, functions, terms, c, d, e, at, connections, sliceBytes);
      }
    }
    v128.store(out + i, y);
  }
}

/** Seven or eight inputs. */
function longer(
  inputs: i32, functions: usize, terms: usize, c: v128, d: v128, e: v128,
  x: usize, connections: usize, sliceBytes: usize,
): v128 {
  const f = v128.load(slice(x, connections, 5, sliceBytes));
  const g = v128.load(slice(x, connections, 6, sliceBytes));
  let y = inFive(functions, terms, c, d, e, f, g);
  if (inputs == 8) {
    const h = v128.load(slice(x, connections, 7, sliceBytes));
    y = v128.xor(y, v128.and(h, inFive(functions, terms + 32, c, d, e, f, g)));
  }
  return y;
}

/** In five variables: 32 coefficients. */
function inFive(
  functions: usize, terms: usize, c: v128, d: v128, e: v128, f: v128, g: v128,
): v128 {
  const upper = v128.and(g, inFour(functions, terms + 16, c, d, e, f));
  return v128.xor(upper, inFour(functions, terms, c, d, e, f));
}

/** Where input j is. */
// @ts-ignore: decorator
@inline
function slice(x: usize, connections: usize, j: usize, sliceBytes: usize): usize {
  return x + <usize>load<u32>(connections + (j << 2)) * sliceBytes;
}
