/** Entries that a result must have, by the definition of the operator. */
export interface Expectation {
  /** Length of the whole result. */
  readonly length: number;
  /** `values[i]` belongs at `positions[i]` of the result. */
  readonly positions: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Largest allowed |difference|; 0 unless told. */
  readonly tolerance?: number;
  /** Names a position as a reader knows it; by default its index. */
  place?(position: number): string;
}

/** Compares a result with what is expected.
 *  @param where  arm and shape, for the message.
 *  @throws Error that names the place and both values. */
export function checkResult(
  where: string,
  result: ArrayLike<number>,
  { length, positions, values, tolerance = 0, place }: Expectation,
): void {
  if (result.length !== length) {
    throw new Error(`${where}: the result must have ${length} entries, got ${result.length}`);
  }
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i];
    const difference = Math.abs(result[position] - values[i]);
    if (difference <= tolerance) continue;
    const name = place?.(position) ?? `entry ${position}`;
    throw new Error(
      `${where}: ${name} must be ${values[i]} as in the reference, got ${result[position]}; not timed`,
    );
  }
}
