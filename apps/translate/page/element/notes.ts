import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";
import { create } from "./create.ts";
import { nameOfSpan, reasonOf } from "./reasons.ts";

/** Most lines of each kind. */
const most = 12;

/** What is to be said about a translation: which sentences are unreliable, and why; what is as in the source. */
export class Notes {
  readonly element: HTMLDivElement = create("div", { class: "notes", part: "notes" });
  readonly #onGo: (paragraph: number, sentence: number) => void;

  /** @param onGo  Called with the place of a sentence that the reader wants to see. */
  constructor(onGo: (paragraph: number, sentence: number) => void) {
    this.#onGo = onGo;
  }

  show(paragraphs: readonly (TranslatedParagraph | undefined)[]): void {
    this.element.replaceChildren(
      ...section("Unreliable", this.#unreliable(paragraphs)),
      ...section("Kept as in the source", keptItems(paragraphs)),
    );
  }

  #unreliable(paragraphs: readonly (TranslatedParagraph | undefined)[]): readonly HTMLLIElement[] {
    return paragraphs.flatMap(
      (paragraph, p) =>
        paragraph?.sentences.flatMap((sentence, s) => {
          if (sentence.isReliable) return [];
          const button = create("button", { type: "button" }, excerptOf(sentence.source));
          button.addEventListener("click", () => this.#onGo(p, s));
          return [create("li", {}, button, `: ${reasonOf(sentence.faults)}`)];
        }) ?? [],
    );
  }
}

function keptItems(
  paragraphs: readonly (TranslatedParagraph | undefined)[],
): readonly HTMLLIElement[] {
  const kinds = new Map<string, string>();
  for (const paragraph of paragraphs)
    for (const { text, kept } of paragraph?.sentences ?? [])
      for (const { start, end, kind } of kept) kinds.set(text.slice(start, end), kind);
  return [...kinds].map(([span, kind]) =>
    create("li", {}, create("mark", {}, span), ` ${nameOfSpan(kind)}`),
  );
}

function section(name: string, items: readonly HTMLLIElement[]): readonly HTMLElement[] {
  if (items.length === 0) return [];
  const rest = items.length - most;
  const shown = [...items.slice(0, most)];
  if (rest > 0) shown.push(create("li", {}, `and ${rest} more`));
  const list = create("ul", { "aria-label": name }, ...shown);
  return [create("div", { class: "note" }, create("strong", {}, name), list)];
}

function excerptOf(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
