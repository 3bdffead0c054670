/** A function of few bits: a bit of `table` for each value of them, the first the lowest. */
export interface SmallFunction {
  readonly support: readonly number[];
  readonly table: number;
}

/** Bits up to which functions are compared by their tables. */
export const greatestSupport = 5;

/** The table of its complement. */
export function inverse({ support, table }: SmallFunction): number {
  const all = 2 ** (2 ** support.length) - 1;
  return (table ^ all) >>> 0;
}

/** The table of a function, or of its complement, over more bits. */
export function spread(
  { support, table }: SmallFunction,
  wider: readonly number[],
  inverted: number,
): number {
  const places = support.map((node) => wider.indexOf(node));
  let made = 0;
  for (let value = 0; value < 2 ** wider.length; value++) {
    const index = places.reduce((sum, place, i) => sum | (((value >> place) & 1) << i), 0);
    if (((table >>> index) & 1) !== inverted) made |= 1 << value;
  }
  return made >>> 0;
}

/** A function without the bits that it does not depend on. */
export function reduced(small: SmallFunction): SmallFunction {
  const { support, table } = small;
  const idle = support.findIndex((_, i) => {
    for (let value = 0; value < 2 ** support.length; value++)
      if (((table >>> value) & 1) !== ((table >>> (value ^ (1 << i))) & 1)) return false;
    return true;
  });
  if (idle < 0) return small;
  const rest = support.filter((_, i) => i !== idle);
  let made = 0;
  for (let value = 0; value < 2 ** rest.length; value++) {
    const below = value & ((1 << idle) - 1);
    made |= ((table >>> (((value >> idle) << (idle + 1)) | below)) & 1) << value;
  }
  return reduced({ support: rest, table: made >>> 0 });
}
