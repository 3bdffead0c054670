/** Operands of {@link truthTables}. */
export interface TruthTablesReference {
  /** samples × bits of 0 and 1 */
  readonly x: ArrayLike<number>;
  readonly samples: number;
  readonly inputsPerTable: number;
  /** tables × inputsPerTable */
  readonly connections: ArrayLike<number>;
  /** tables × 2^inputsPerTable of 0 and 1 */
  readonly entries: ArrayLike<number>;
}

/** The entry of each table, samples × tables, at the address of which input j is bit j. */
export function truthTables(operands: TruthTablesReference): Uint8Array {
  const { x, samples, inputsPerTable, connections, entries } = operands;
  const tables = connections.length / inputsPerTable;
  const bits = samples === 0 ? 0 : x.length / samples;
  return Uint8Array.from({ length: samples * tables }, (_, i) => {
    const [sample, t] = [Math.floor(i / tables), i % tables];
    let address = 0;
    for (let j = 0; j < inputsPerTable; j++) {
      address += x[sample * bits + connections[t * inputsPerTable + j]] * 2 ** j;
    }
    return entries[t * 2 ** inputsPerTable + address];
  });
}

/** The ones of each of `groups` equal parts of each sample, samples × groups. */
export function groupSum(x: ArrayLike<number>, samples: number, groups: number): Int32Array {
  const sums = new Int32Array(samples * groups);
  const size = samples === 0 ? 1 : x.length / samples / groups;
  for (let i = 0; i < x.length; i++) sums[Math.floor(i / size)] += x[i];
  return sums;
}

/** The columns of a matrix as rows: bits of samples as slices, and back. */
export function transpose(x: ArrayLike<number>, rows: number): Uint8Array {
  const columns = rows === 0 ? 0 : x.length / rows;
  return Uint8Array.from(
    { length: x.length },
    (_, i) => x[(i % rows) * columns + Math.floor(i / rows)],
  );
}
