/** @throws RangeError unless the value is one of a list of names. */
export function checkOneOf(
  where: string,
  name: string,
  value: string,
  names: readonly string[],
): void {
  if (names.includes(value)) return;
  throw new RangeError(`${where}: ${name} must be one of ${names.join(", ")}, got ${value}`);
}
