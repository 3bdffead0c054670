import type { TranslatedParagraph, TranslatedSentence } from "../engine/translated-paragraph.ts";
import { create } from "./create.ts";
import { nameOfSpan, reasonOf } from "./reasons.ts";

/** A sentence of the page that was chosen. */
export interface SentencePlace {
  readonly paragraph: TranslatedParagraph;
  readonly index: number;
  readonly element: HTMLElement;
}

/** A paragraph of the translation on the page: as it was translated, as it grows, or an earlier one until then. */
export class ParagraphBlock {
  readonly source: string;
  readonly element: HTMLParagraphElement = create("p");
  #paragraph: TranslatedParagraph | undefined;
  #draft = "";

  constructor(source: string) {
    this.source = source;
  }

  get paragraph(): TranslatedParagraph | undefined {
    return this.#paragraph;
  }

  /** The text that stands there now. */
  get text(): string {
    return this.element.textContent ?? "";
  }

  /** Shows what stood here before, until something better is there. */
  showEarlier(text: string): void {
    this.element.className = "earlier";
    this.element.textContent = text;
  }

  append(delta: string): void {
    if (this.#paragraph !== undefined) return;
    this.#draft += delta;
    this.element.className = "growing";
    this.element.textContent = this.#draft;
  }

  show(paragraph: TranslatedParagraph): void {
    if (this.#paragraph === paragraph) return;
    this.#paragraph = paragraph;
    this.element.className = "";
    let position = 0;
    const parts = paragraph.sentences.flatMap((sentence, index) => {
      const gap = paragraph.text.slice(position, sentence.start);
      position = sentence.end;
      return [gap, sentenceElement(sentence, index)];
    });
    this.element.replaceChildren(...parts, paragraph.text.slice(position));
  }

  /** The sentence that an element of the page belongs to. */
  placeOf(target: Element): SentencePlace | undefined {
    const element = target.closest<HTMLElement>("[data-sentence]");
    if (element === null || this.#paragraph === undefined) return undefined;
    const index = Number(element.dataset.sentence);
    return { paragraph: this.#paragraph, index, element };
  }
}

function sentenceElement(sentence: TranslatedSentence, index: number): HTMLElement {
  const { isReliable, faults, source } = sentence;
  const element = create("span", {
    class: isReliable ? "sentence" : "sentence unreliable",
    role: "button",
    tabindex: "-1",
    "aria-haspopup": "menu",
    "data-sentence": String(index),
    title: isReliable ? source : `Unreliable: ${reasonOf(faults)}. The source stands here.`,
  });
  element.append(...sentenceParts(sentence));
  if (!isReliable) element.append(create("span", { class: "hidden" }, " (unreliable)"));
  return element;
}

function sentenceParts({ text, kept }: TranslatedSentence): readonly (Node | string)[] {
  let position = 0;
  const parts = kept.flatMap(({ start, end, kind }) => {
    const gap = text.slice(position, start);
    position = end;
    const title = `kept as it is: ${nameOfSpan(kind)}`;
    return [gap, create("mark", { title }, text.slice(start, end))];
  });
  return [...parts, text.slice(position)];
}
