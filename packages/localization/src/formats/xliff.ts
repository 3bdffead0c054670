import type { Edit } from "../edit.ts";
import type { CheckedReadOptions, Format, ReadFile } from "../format.ts";
import { newlineOf } from "../line-index.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { attributesEdit } from "../xml/tag-edit.ts";
import { childNamed, elementsOf, readXml, type XmlElement } from "../xml/xml-element.ts";
import { type UnitContext, unitEntry } from "./xliff-unit.ts";

/** XLIFF 1.2 and 2.x. A model's translation has the state `needs-review-translation`, or in 2.x `initial` with a sub-state, one
 *  of a memory `translated`. */
export const xliff: Format = {
  name: "xliff",
  extensions: [".xlf", ".xliff"],
  isKeyed: false,
  read: readXliff,
};

function readXliff(text: string, { targetLanguage }: CheckedReadOptions): ReadFile {
  const root = readXml(text);
  const version = root.attributes.get("version") ?? "";
  if (root.name !== "xliff" || !/^(?:1\.[012]|2\.\d)$/.test(version)) {
    const found = root.name === "xliff" ? `version ${version}` : `<${root.name}>`;
    throw new MalformedCatalogueError(
      root.line,
      `expected <xliff> of version 1.2 or 2.x, got ${found}`,
    );
  }
  const major = version.startsWith("2") ? 2 : 1;
  const context = { text, newline: newlineOf(text), version: major } as const;
  const files = elementsOf(root).filter(({ name }) => name === "file");
  const entries = files.flatMap((file) => {
    const path = files.length > 1 ? [fileName(file)] : [];
    return [...unitsIn(file, { isLocked: false, path })].flatMap((unit) =>
      entriesOf(unit, context),
    );
  });
  const name = major === 2 ? "trgLang" : "target-language";
  const holders = major === 2 ? [root] : files;
  return {
    entries,
    heading: holders.flatMap((holder) => languageEdit(text, holder, { name, targetLanguage })),
  };
}

function languageEdit(
  text: string,
  holder: XmlElement,
  { name, targetLanguage }: { readonly name: string; readonly targetLanguage: string },
): readonly Edit[] {
  if (holder.attributes.has(name)) return [];
  return [attributesEdit(text, holder, { [name]: targetLanguage })];
}

function fileName({ attributes }: XmlElement): string {
  return attributes.get("original") ?? attributes.get("id") ?? "";
}

interface Place {
  readonly isLocked: boolean;
  readonly path: readonly string[];
}

interface Unit extends Place {
  readonly element: XmlElement;
}

/** The units below an element; `translate` holds for what is inside, too. */
function* unitsIn(element: XmlElement, { isLocked, path }: Place): Generator<Unit> {
  for (const child of elementsOf(element)) {
    const own = child.attributes.get("translate");
    const locked = own === undefined ? isLocked : own === "no";
    if (child.name === "trans-unit" || child.name === "unit") {
      yield { element: child, isLocked: locked, path: [...path, child.attributes.get("id") ?? ""] };
    } else if (/^(?:body|group)$/.test(child.name)) {
      yield* unitsIn(child, { isLocked: locked, path });
    }
  }
}

function entriesOf({ element, isLocked, path }: Unit, context: UnitContext) {
  const id = path.join("/");
  const note = childNamed(childNamed(element, "notes") ?? element, "note");
  const shared = { isLocked, ...(note !== undefined && { note }), unit: element };
  const segments = elementsOf(element).filter(({ name }) => name === "segment");
  const holders = context.version === 1 ? [element] : segments;
  return holders.flatMap((holder, i) => {
    const own = holder.attributes.get("id") ?? `${i + 1}`;
    return unitEntry(holder, { ...shared, id: holders.length > 1 ? `${id}/${own}` : id }, context);
  });
}
