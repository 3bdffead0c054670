/** A layer of truth tables, all of so many inputs. */
export interface PlainTables {
  readonly inputsPerTable: number;
  /** tables × inputsPerTable */
  readonly connections: Int32Array;
  /** tables × 2^inputsPerTable of 0 and 1 */
  readonly entries: Uint8Array;
}

/** Evaluates a layer of truth tables for one sample as one writes it down in plain JavaScript: a byte for each bit, table by table. */
export function evaluatePlainTables(
  { inputsPerTable, connections, entries }: PlainTables,
  read: Uint8Array,
  to: Uint8Array,
): void {
  for (let t = 0; t < to.length; t++) {
    let address = 0;
    for (let j = 0; j < inputsPerTable; j++) {
      address |= read[connections[t * inputsPerTable + j]] << j;
    }
    to[t] = entries[(t << inputsPerTable) + address];
  }
}
