import type { KindReport } from "./multiset-difference.ts";

const LONGEST_LABEL = 100;
const sentenceEnd = /[.!?]\s+\p{Lu}|\n/u;

/** Signs before the letter of a shortcut, where a label has one and no other text does. */
const certain: Readonly<Record<"_" | "&", RegExp>> = {
  // At the start of a word, or soon in one that is capitalized: file_name and LC_ALL are names.
  _: /(?<=(?:^|\s)[("'„»]?)(?:\p{Lu}\p{Ll}{0,2}_\p{Ll}+|_[\p{L}\p{N}]+)(?![\p{L}\p{N}_])/gu,
  // Not between capitals: AT&T is a name.
  "&": /(?<![\p{Lu}\p{N}&])&(?=[\p{L}\p{N}])|(?<=\p{Lu})&(?=\p{Ll})/gu,
};
/** Any sign before a letter, and the escaped sign. */
const possible: Readonly<Record<"_" | "&", RegExp>> = {
  _: /__|_[\p{L}\p{N}]/gu,
  "&": /&&|&[\p{L}\p{N}]/gu,
};

/** Compares the mnemonic of a label, `_File` or `&File`: the target must have exactly one, at any of
 *  its letters or appended as in "(_F)". Where the source is no label, or has not exactly one, there is
 *  nothing to keep.
 *  @param source  text whose items are blanked out, as are those of the target. */
export function compareMnemonics(source: string, target: string): KindReport {
  const none = { source: [], missing: [], extra: [], faults: [] };
  if (source.length > LONGEST_LABEL || sentenceEnd.test(source)) return none;
  const found = signsOf(source);
  if (found.length !== 1) return none;
  const [{ sign, text }] = found;
  const inTarget = (target.match(possible[sign]) ?? []).filter((match) => match !== sign + sign);
  const sure = target.match(certain[sign]) ?? [];
  if (inTarget.length === 1 || sure.length === 1) return { ...none, source: [text] };
  if (inTarget.length === 0) return { ...none, source: [text], missing: [text] };
  return { ...none, source: [text], extra: inTarget.slice(1) };
}

function signsOf(label: string): { readonly sign: "_" | "&"; readonly text: string }[] {
  return (["_", "&"] as const).flatMap((sign) =>
    Array.from(label.matchAll(certain[sign]), ([text]) => ({ sign, text })),
  );
}
