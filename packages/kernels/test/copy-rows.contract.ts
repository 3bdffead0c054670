import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, floats } from "./operands.ts";

export function copyRowsContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("rows of %i go where they are told, the others stay", (features) => {
    const f = fixture();
    for (const toRow of [[], [6], [2, 0, 5]]) {
      const [from, to] = [floats(3 * features, 2), floats(7 * features, 3)];
      from[1] = Number.NaN;
      f.scope(() => {
        const out = f.floatOutput(to.length);
        f.kernels.float32(out.offset, to.length).set(to);
        f.run((tape) =>
          tape.copyRows({
            from: f.floats(from),
            to: out.offset,
            rows: f.ints([toRow.length]),
            features,
            toRow: f.ints(toRow),
          }),
        );
        const expected = Float32Array.from(reference.copyRows(from, to, features, toRow));
        expect(out.read()).toEqual(expected);
      });
    }
  });
}
