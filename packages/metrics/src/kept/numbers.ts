import type { Item, ItemRule } from "./item-rule.ts";
import {
  compareItems,
  type Keyed,
  type KindReport,
  multisetDifference,
} from "./multiset-difference.ts";

/** `"same"`: digits and separators as in the source. `"localised"`: 1,234.5 becomes 1.234,5; dates and
 *  versions stay. `"either"`: each number the one or the other, dates with any separators. */
export type NumberForm = "same" | "localised" | "either";

const narrowSpaces = "\\u00a0\\u2009\\u202f";

/** Digits with points, commas and narrow spaces between them. */
export const numberRule: ItemRule = {
  kind: "number",
  pattern: `(?:(?<=^|[\\s(])\\.)?\\p{Nd}+(?:[.,]\\p{Nd}+|[${narrowSpaces}]\\p{Nd}{3}(?!\\p{Nd}))*`,
};

/** Compares the numbers as multisets, the source being English and the target German. */
export function compareNumbers(
  source: readonly Item[],
  target: readonly Item[],
  form: NumberForm,
): KindReport {
  if (form === "localised") {
    return compareItems(source.map(byValue(english)), target.map(byValue(german)));
  }
  const same = compareItems(source.map(byText), target.map(byText));
  if (form === "same") return same;
  const missing = multisetDifference(source.map(byText), target.map(byText)).map(byValue(english));
  const extra = multisetDifference(target.map(byText), source.map(byText)).map(byValue(german));
  const groupsMissing = multisetDifference(missing, extra).flatMap(byGroup(english));
  const groupsExtra = multisetDifference(extra, missing).flatMap(byGroup(german));
  return { ...compareItems(groupsMissing, groupsExtra), source: same.source };
}

interface Separators {
  readonly pattern: RegExp;
  readonly grouping: RegExp;
}

const english: Separators = {
  pattern: new RegExp(`^(?:\\d{1,3}(?:[,${narrowSpaces}]\\d{3})+|\\d*)(?:\\.\\d+)?$`),
  grouping: new RegExp(`[,${narrowSpaces}]`, "g"),
};
const german: Separators = {
  pattern: new RegExp(`^(?:\\d{1,3}(?:[.${narrowSpaces}]\\d{3})+|\\d+)(?:,\\d+)?$`),
  grouping: new RegExp(`[.${narrowSpaces}]`, "g"),
};

function byText({ text }: { readonly text: string }): Keyed {
  return { text, key: text };
}

function byValue({ pattern, grouping }: Separators) {
  return ({ text }: { readonly text: string }): Keyed => {
    if (!pattern.test(text)) return { text, key: text };
    return { text, key: text.replace(grouping, "").replace(",", ".").replace(/^\./, "0.") };
  };
}

/** What is no number of the language, a date or a version, counts as its groups of digits. */
function byGroup({ pattern }: Separators) {
  return (number: Keyed): Keyed[] => {
    if (pattern.test(number.text)) return [number];
    return (number.text.match(/\p{Nd}+/gu) ?? []).map((text) => ({ text, key: text }));
  };
}
