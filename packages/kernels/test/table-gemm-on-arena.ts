import { codeOf, planeCodeOf } from "@bnnkit/core";
import { int8TableBytes, packTableLanes } from "../src/index.ts";
import type { ArenaFixture, Output } from "./arena-fixture.ts";
import type { TableCase, TableProduct } from "./table-gemm.contract.ts";

/** Products by table look-up on a tape over an arena, outputs and tables guarded. */
export function tableGemmOnArena(f: ArenaFixture): TableProduct {
  return {
    int32: (c) =>
      f.scope(() => {
        const out = f.intOutput(c.rows * c.weights.rows);
        const { tables, rows } = tabulate(f, c);
        f.run((tape) =>
          tape.tableGemmInt32({ ...shared(f, c), tables: tables.offset, rows, out: out.offset }),
        );
        return out.read();
      }),
    scaled: (c, s) =>
      f.scope(() => {
        const out = f.floatOutput(c.rows * c.weights.rows);
        const { tables, rows } = tabulate(f, c);
        f.run((tape) =>
          tape.tableGemm({
            ...{ ...shared(f, c), tables: tables.offset, rows, out: out.offset },
            rowScales: f.floats(s.rowScales),
            columnScales: f.floats(s.columnScales),
            bias: f.optionalFloats(s.bias),
            relu: s.relu ?? false,
          }),
        );
        return out.read();
      }),
  };
}

/** Tables, guarded behind. */
function tabulate(f: ArenaFixture, c: TableCase): { tables: Output<Int8Array>; rows: number } {
  const features = c.weights.cols;
  const tables = f.byteOutput(c.rows * int8TableBytes(features));
  const rows = f.ints([c.rows]);
  f.run((tape) =>
    tape.tabulateInt8({ codes: f.bytes(c.codes), rows, features, tables: tables.offset }),
  );
  tables.read();
  return { tables, rows };
}

function shared(f: ArenaFixture, { weights }: TableCase) {
  return {
    weights: f.bytes(packTableLanes(weights)),
    code: planeCodeOf(codeOf(weights)),
    outFeatures: weights.rows,
    inFeatures: weights.cols,
  };
}
