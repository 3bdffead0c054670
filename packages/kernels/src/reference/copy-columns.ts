/** What {@link copyColumns} copies where. */
export interface CopyColumnsReference {
  /** rows × fromFeatures numbers */
  readonly from: ArrayLike<number>;
  readonly fromFeatures: number;
  readonly fromColumn: number;
  /** rows × toFeatures numbers */
  readonly to: ArrayLike<number>;
  readonly toFeatures: number;
  readonly toColumn: number;
  readonly columns: number;
}

/** `to` with some of its columns replaced by columns of `from`. */
export function copyColumns(operands: CopyColumnsReference): Float64Array {
  const { from, fromFeatures, fromColumn, to, toFeatures, toColumn, columns } = operands;
  return Float64Array.from(to, (value, i) => {
    const [row, column] = [Math.floor(i / toFeatures), (i % toFeatures) - toColumn];
    const isCopied = column >= 0 && column < columns;
    return isCopied ? from[row * fromFeatures + fromColumn + column] : value;
  });
}
