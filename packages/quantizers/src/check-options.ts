/** @throws RangeError unless the number is positive and finite. */
export function checkPositive(where: string, name: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new RangeError(`${where}: ${name} must be positive and finite, got ${value}`);
}

/** @throws RangeError unless the number is finite. */
export function checkReal(where: string, name: string, value: number): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(`${where}: ${name} must be a finite number, got ${value}`);
}

/** @throws RangeError unless the value is one of those. */
export function checkOneOf(
  where: string,
  name: string,
  value: string,
  allowed: readonly string[],
): void {
  if (allowed.includes(value)) return;
  throw new RangeError(`${where}: ${name} must be one of ${allowed.join(", ")}, got ${value}`);
}
