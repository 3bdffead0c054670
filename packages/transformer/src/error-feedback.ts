import { checkLength } from "@bnnkit/core";
import { roundColumns } from "@bnnkit/quantizers/calibration";
import {
  checkGrid,
  type GridMatrix,
  type GridOptions,
  gridScales,
  nearestOdd,
} from "./odd-grid.ts";

/** Rounds each row to its grid so that the products with rows like those seen change least, not the weights themselves: the
 *  rounding of GPTQ.
 *
 *  Frantar et al. 2022, https://arxiv.org/abs/2210.17323
 *  @param factor  of the inputs' correlation, as `feedbackFactor` of `@bnnkit/quantizers/calibration` makes it
 *  @throws RangeError as `roundToGrid`, for no rows, and for a factor of another size than the rows have. */
export function roundWithFeedback(
  values: Float32Array,
  options: GridOptions,
  factor: Float64Array,
): GridMatrix {
  const { rows, columns, bits } = options;
  checkGrid("roundWithFeedback", values, options);
  checkLength("roundWithFeedback", "factor", factor.length, columns ** 2);
  const codes = new Int8Array(values.length);
  const scales = gridScales(values, options);
  roundColumns({ rows, columns, values }, factor, () => (value, row, column) => {
    const code = nearestOdd(value / scales[row], bits);
    codes[row * columns + column] = code;
    return code * scales[row];
  });
  return { bits, codes, scales };
}
