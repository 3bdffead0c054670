import { type ProtectedSpan, spanOf } from "./span.ts";
import { pairTags, type Tag } from "./tag-pairs.ts";

/** Finds tags of HTML and XML, comments and CDATA sections, and the tags of BBCode and of MediaWiki's choices
 *  (`{{PLURAL:$1|…}}`) that pair.
 *
 *  A tag with its partner opens or closes; one without (`<br>`, `<img/>`, `<FILE>`) is a value. A name in angle
 *  brackets with further words (`<b and c>`) is a tag only if one of them has a value, or for elements that have
 *  attributes without one. */
export function findMarkup(text: string): readonly ProtectedSpan[] {
  return pairTags([...angleTags(text), ...bracketTags(text), ...choiceTags(text)]);
}

const attribute = `\\s+(?<attribute>[\\w:@.-]+(?:\\s*=\\s*(?:"[^"<]*"|'[^'<]*'|"[^"]*"|'[^']*'|[^\\s"'=<>\`]+))?)`;
const tag = new RegExp(
  `<(?<slash>/?)(?<name>[A-Za-z][\\w:.-]*)(?<attributes>(?:${attribute.replace("?<attribute>", "?:")})*)\\s*(?<empty>/?)>`,
  "y",
);
const voidNames = new Set(
  "area base br col embed hr img input link meta source track wbr".split(" "),
);
const namesWithFlags =
  /^(?:input|option|select|button|textarea|video|audio|script|details|dialog|ol|img|track|form|iframe)$/i;

const sections = [
  { start: "<!--", end: "-->" },
  { start: "<![CDATA[", end: "]]>" },
  { start: "<?", end: "?>" },
  { start: "<!DOCTYPE", end: ">" },
];

function angleTags(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  const missing = new Set<string>();
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    const section = sections.find(({ start }) => text.startsWith(start, at));
    if (section !== undefined) {
      const end = missing.has(section.end)
        ? -1
        : text.indexOf(section.end, at + section.start.length);
      if (end === -1) missing.add(section.end);
      else tags.push({ start: at, end: end + section.end.length, side: "alone", name: "" });
      at = end === -1 ? at + 1 : end + section.end.length;
      continue;
    }
    tag.lastIndex = at;
    const groups = tag.exec(text)?.groups;
    if (groups === undefined || !isTag(groups.name, groups.attributes)) {
      at += 1;
      continue;
    }
    const name = groups.name.toLowerCase();
    const isAlone = groups.empty !== "" || voidNames.has(name);
    const side = isAlone ? "alone" : groups.slash === "" ? "open" : "close";
    tags.push({ start: at, end: tag.lastIndex, side, name });
    at = tag.lastIndex;
  }
  return tags;
}

function isTag(name: string, attributes: string): boolean {
  return attributes.trim() === "" || attributes.includes("=") || namesWithFlags.test(name);
}

const bracketTag = /\[(\/?)([A-Za-z][A-Za-z0-9]{0,19})(?:=[^\]\s[]{1,300})?\]/g;

function bracketTags(text: string): readonly Tag[] {
  return Array.from(text.matchAll(bracketTag), ({ index, 0: match, 1: slash, 2: name }) => ({
    start: index,
    end: index + match.length,
    side: slash === "" ? "open" : "close",
    name: `[${name.toLowerCase()}`,
    needsPartner: true,
  }));
}

const choiceTag = /\{\{(?:[A-Za-z]{1,20}:[^{}|\n]{0,60}\|)?|\}\}/g;

function choiceTags(text: string): readonly Tag[] {
  return Array.from(text.matchAll(choiceTag), ({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
    side: match === "}}" ? "close" : "open",
    // A pair of plain braces keeps its closing braces from the choice around it, and is no tag itself.
    name: "{{",
    needsPartner: true,
    isHidden: match === "{{",
  }));
}

const namedEntity =
  /(?<![\p{L}\p{N}])&(?:[a-z][A-Za-z0-9.-]{1,30}|[A-Z]{2,10}|Ctrl|Alt|Shift|Enter|Esc|Del);/gu;
/** HTML's names that need no word boundary before them. */
const knownNames =
  "amp lt gt quot apos nbsp shy copy reg trade hellip mdash ndash lsquo rsquo sbquo ldquo rdquo bdquo laquo raquo " +
  "lsaquo rsaquo bull middot times divide minus plusmn deg micro para sect euro pound yen cent larr rarr uarr darr " +
  "harr frac12 frac14 frac34 sup1 sup2 sup3 zwj zwnj thinsp ensp emsp infin ne le ge szlig ntilde Ntilde ccedil Ccedil " +
  "oslash Oslash aelig AElig aring Aring alpha beta gamma delta lambda mu pi sigma omega";
const knownEntity = new RegExp(
  `&(?:#\\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[AEIOUaeiou](?:uml|acute|grave|circ|tilde)|${knownNames.replaceAll(" ", "|")});`,
  "g",
);

/** Finds character references (`&amp;`, `&#39;`) and names of that form at a word's start (`&product;`); the accelerator
 *  in `&File` and the sign in `AT&T` are none. */
export function findEntities(text: string): readonly ProtectedSpan[] {
  const spans = new Map<number, ProtectedSpan>();
  for (const pattern of [namedEntity, knownEntity]) {
    for (const { index, 0: match } of text.matchAll(pattern)) {
      spans.set(index, spanOf("entity", index, index + match.length));
    }
  }
  return [...spans.values()].toSorted((a, b) => a.start - b.start);
}
