/** Throws unless two dimensions agree: `RangeError: where: nameA (a) must equal nameB (b)`. */
export function checkEqual(
  where: string,
  nameA: string,
  a: number,
  nameB: string,
  b: number,
): void {
  if (a !== b) throw new RangeError(`${where}: ${nameA} (${a}) must equal ${nameB} (${b})`);
}

/** Throws a RangeError unless `value` is an integer ≥ 1, a TypeError unless it is a number. */
export function checkPositiveInteger(where: string, name: string, value: number): void {
  checkIntegerBetween(where, name, value, 1, Number.MAX_SAFE_INTEGER);
}

/** Throws a RangeError unless `value` is an integer with minimum ≤ value ≤ maximum, a TypeError
 *  unless it is a number. */
export function checkIntegerBetween(
  where: string,
  name: string,
  value: number,
  minimum: number,
  maximum: number,
): void {
  checkNumber(where, name, value);
  if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return;
  const rule =
    maximum === Number.MAX_SAFE_INTEGER
      ? `an integer ≥ ${minimum}`
      : `an integer in ${minimum} … ${maximum}`;
  throw new RangeError(`${where}: ${name} must be ${rule}, got ${value}`);
}

/** Throws unless 0 ≤ index < size; `sizeName` says in the message what `size` counts. */
export function checkIndex(
  where: string,
  name: string,
  index: number,
  sizeName: string,
  size: number,
): void {
  checkNumber(where, name, index);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError(
      `${where}: ${name} must be an integer in 0 … ${sizeName} − 1 = ${size - 1}, got ${index}`,
    );
  }
}

/** Throws unless an array has the expected number of elements. */
export function checkLength(where: string, name: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new RangeError(`${where}: ${name} must have ${expected} elements, got ${actual}`);
  }
}

/** Throws a RangeError that names the first element that is NaN or infinite. */
export function checkFinite(where: string, name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${where}: ${name}[${i}] must be finite, got ${values[i]}`);
    }
  }
}

/** Throws a TypeError unless `kind`, the discriminant of a packed matrix, is the expected one. */
export function checkKind(where: string, name: string, kind: string, expected: string): void {
  if (kind !== expected) {
    throw new TypeError(`${where}: ${name} must be a ${expected} matrix, got ${kind}`);
  }
}

function checkNumber(where: string, name: string, value: unknown): void {
  if (typeof value !== "number") {
    throw new TypeError(`${where}: ${name} must be a number, got ${typeof value}`);
  }
}
