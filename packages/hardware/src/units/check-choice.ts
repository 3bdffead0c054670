/** Throws a RangeError unless `value` is one of the choices, which it names: configurations come from files, too. */
export function checkChoice(
  where: string,
  name: string,
  value: string,
  choices: readonly string[],
): void {
  if (choices.includes(value)) return;
  throw new RangeError(`${where}: ${name} must be one of ${choices.join(", ")}, got ${value}`);
}
