/** One bit of a circuit, by its number in its module. 0 and 1 are the constants. */
export type Net = number;

/** Bits of a circuit, the lowest first. Slices, concatenations and shifts by a constant are those of the array. */
export type Bus = readonly Net[];

export const zero: Net = 0;
export const one: Net = 1;

/** Whether a bit is 0 or 1 whatever the inputs. */
export function isConstant(net: Net): boolean {
  return net === zero || net === one;
}

/** A number as constant bits, negative ones in two's complement.
 *  @throws RangeError unless it has `width` bits, as an unsigned or as a signed number. */
export function constantBus(value: number | bigint, width: number): Bus {
  const number = BigInt(value);
  const limit = 1n << BigInt(width);
  if (number >= limit || number < -(limit >> 1n)) {
    throw new RangeError(`constantBus: value must have ${width} bits, got ${value}`);
  }
  return Array.from({ length: width }, (_, bit) => Number((number >> BigInt(bit)) & 1n));
}

/** A bus of another width: the top bits dropped, or zeros (`signed`: copies of the top bit) put above. */
export function resize(bus: Bus, width: number, signed = false): Bus {
  const fill = signed ? (bus.at(-1) ?? zero) : zero;
  return Array.from({ length: width }, (_, bit) => bus[bit] ?? fill);
}

/** A bus times 2^by: zeros below. */
export function shiftLeft(bus: Bus, by: number): Bus {
  return [...Array.from({ length: by }, () => zero), ...bus];
}

/** Bits of the unsigned numbers 0 … maximum; at least 1. */
export function unsignedWidth(maximum: number): number {
  let width = 1;
  while (2 ** width <= maximum) width++;
  return width;
}

/** Bits of two's complement for the numbers minimum … maximum; at least 1. */
export function signedWidth(minimum: number, maximum: number): number {
  let width = 1;
  while (-(2 ** (width - 1)) > minimum || 2 ** (width - 1) <= maximum) width++;
  return width;
}
