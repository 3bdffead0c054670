/** Writes the address of one table for each sample of a batch: bit j is input j, the first least significant.
 *  @param input  feature-major values; above ½ is 1
 *  @param first  where the connections of the table begin
 *  @param addresses  as many as samples, from `offset` on */
export function writeAddresses(
  input: Float32Array,
  batch: number,
  connections: ArrayLike<number>,
  first: number,
  inputsPerTable: number,
  addresses: Uint8Array,
  offset: number,
): void {
  addresses.fill(0, offset, offset + batch);
  for (let j = 0; j < inputsPerTable; j++) {
    const column = connections[first + j] * batch;
    const bit = 1 << j;
    for (let s = 0; s < batch; s++) if (input[column + s] > 0.5) addresses[offset + s] |= bit;
  }
}
