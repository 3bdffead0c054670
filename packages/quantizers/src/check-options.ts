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

/** @param owner  what has the options, by the name that a user gave
 *  @throws RangeError if one has a name that is not known: it would be ignored otherwise. */
export function checkOptionNames(
  where: string,
  owner: string,
  options: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new RangeError(`${where}: ${owner} has no option "${unknown}", only ${known.join(", ")}`);
}
