import type { Item, ItemRule } from "./item-rule.ts";
import { compareItems, type KindReport } from "./multiset-difference.ts";

/** Elements that stand without attributes; others, such as link and option, are words as well. */
const htmlElements = new Set(
  (
    "a abbr b big blockquote br center cite code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img " +
    "ins kbd li mark nobr ol p pre q s samp small span strike strong sub sup table tbody td tfoot " +
    "th thead tr tt u ul var wbr"
  ).split(" "),
);
const voidElements = new Set("br col hr img input link meta wbr".split(" "));
const tagName = /^<\/?([\w:.-]+)/;

/** Tags, comments and character references. A word in angle brackets is a tag only if it is a
 *  common element of HTML, has attributes or is closed somewhere in the source. */
export const markupRule: ItemRule = {
  kind: "markup",
  holdsFormats: true,
  pattern: [
    "<!--[^<>]*-->",
    "<\\/?[A-Za-z0-9][\\w:.-]*(?:\\s[^<>]*|\\/)?>",
    "&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
  ].join("|"),
  endOf(text, start, end, { elements }) {
    const tag = text.slice(start, end);
    if (!/^<\w/.test(tag) || /=|\/>$/.test(tag)) return end;
    const name = nameOf(tag);
    return elements.has(name) || htmlElements.has(name.toLowerCase()) ? end : start;
  },
};

/** Compares the tags with their attributes and the character references, and whether the tags of the
 *  target cross more often than those of the source. */
export function compareMarkup(source: readonly Item[], target: readonly Item[]): KindReport {
  const worse = crossings(target) > crossings(source);
  return compareItems(
    source.map(keyed),
    target.map(keyed),
    worse ? ["tags are not well nested"] : [],
  );
}

function nameOf(tag: string): string {
  return tagName.exec(tag)?.[1] ?? "";
}

function keyed({ text, frame }: Item): { readonly text: string; readonly key: string } {
  return { text, key: keyOfTag(frame) };
}

/** Spelling of the same tag is free, and so are attributes that a reader sees. */
function keyOfTag(tag: string): string {
  if (!tag.startsWith("<")) return tag;
  return tag
    .replace(/\s(?:title|alt|placeholder|aria-label)\s?=\s?(?:"[^"]*"|'[^']*')/g, "")
    .replaceAll("'", '"')
    .replace(/\s+/g, " ")
    .replace(/ ?\/?>$/, ">");
}

/** Tags that close nothing, are not closed, or are closed in another order than they were opened. */
function crossings(items: readonly Item[]): number {
  const open: string[] = [];
  const openCounts = new Map<string, number>();
  let faults = 0;
  const count = (name: string, step: number): void => {
    openCounts.set(name, (openCounts.get(name) ?? 0) + step);
  };
  for (const { text } of items) {
    const name = nameOf(text);
    if (name === "" || text.endsWith("/>") || voidElements.has(name.toLowerCase())) continue;
    if (!text.startsWith("</")) {
      open.push(name);
      count(name, 1);
    } else if ((openCounts.get(name) ?? 0) === 0) {
      faults++;
    } else {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        count(last, -1);
        if (last === name) break;
        faults++;
      }
    }
  }
  return faults + open.length;
}
