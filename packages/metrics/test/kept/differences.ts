import { type CheckKeptOptions, checkKept, type KeptKind } from "../../src/index.ts";

/** What differs, as `kind -missing +extra !fault`; an empty list if all is kept. */
export function differences(
  source: string,
  target: string,
  options: CheckKeptOptions = {},
): readonly string[] {
  const { kinds } = checkKept(source, target, options);
  return Object.entries(kinds).flatMap(([kind, { missing, extra, faults }]) => [
    ...missing.map((item) => `${kind} -${item}`),
    ...extra.map((item) => `${kind} +${item}`),
    ...faults.map((fault) => `${kind} !${fault}`),
  ]);
}

/** The items of a kind in a text. */
export function itemsOf(kind: KeptKind, text: string): readonly string[] {
  return checkKept(text, text).kinds[kind].source;
}
