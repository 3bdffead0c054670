import { compareItems, type Keyed, type KindReport } from "./multiset-difference.ts";

const closing = new Set("\"'”“’‘»«›‹)]}\u00a0\u202f");
const marks = new Set(":.!?…");

/** Compares the mark at the end, one of `: … . ! ?` or none; quotation marks and brackets may follow
 *  it, "..." is "…", and a German ordinal ("am 3.") ends in no mark.
 *  @param source  text whose tags at the end are cut off, as are those of the target. */
export function compareEndMarks(source: string, target: string): KindReport {
  const [ofSource, ofTarget] = [endMark(source), endMark(target)];
  const isOrdinal = ofSource.length === 0 && /\d\.$/.test(target.slice(-9).trimEnd());
  return compareItems(ofSource, isOrdinal ? [] : ofTarget);
}

function endMark(text: string): Keyed[] {
  let end = text.length;
  while (end > 0 && (closing.has(text[end - 1]) || text[end - 1].trim() === "")) end--;
  const last = text[end - 1];
  if (!marks.has(last)) return [];
  const mark = text.slice(0, end).endsWith("...") ? "…" : last;
  return [{ text: mark, key: mark }];
}
