import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";
import { create } from "./create.ts";
import { ParagraphBlock, type SentencePlace } from "./paragraph-block.ts";
import { moveFocus } from "./roving-focus.ts";

/** The translation on the page, paragraph by paragraph; its sentences are buttons, between which arrow keys move. */
export class TargetPane {
  readonly element: HTMLDivElement;
  #blocks: readonly ParagraphBlock[] = [];
  #blocksOf: ReadonlyMap<string, readonly ParagraphBlock[]> = new Map();

  /** @param onChoose  Called with the sentence that is clicked, or on which Enter or Space is pressed. */
  constructor(onChoose: (place: SentencePlace) => void) {
    this.element = create("div", {
      class: "target",
      part: "target",
      lang: "de",
      role: "group",
      tabindex: "0",
      "aria-labelledby": "target-name",
    });
    const choose = (event: Event): void => {
      const place = this.#placeOf(event.target);
      if (place === undefined) return;
      event.preventDefault();
      onChoose(place);
    };
    this.element.addEventListener("click", (event) => {
      // Who selects text to copy it wants no menu.
      if (getSelection()?.toString() === "") choose(event);
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") choose(event);
      else if (moveFocus(this.element, event.target, event.key)) event.preventDefault();
    });
  }

  get paragraphs(): readonly (TranslatedParagraph | undefined)[] {
    return this.#blocks.map(({ paragraph }) => paragraph);
  }

  /** Shows paragraphs of a source: those that did not change stay, others show what is known of them. */
  showSources(
    sources: readonly string[],
    known: (source: string) => TranslatedParagraph | undefined,
  ): void {
    const before = this.#blocks;
    const shorter = Math.min(before.length, sources.length);
    let same = 0;
    while (same < shorter && before[same]?.source === sources[same]) same++;
    let sameEnd = 0;
    while (
      sameEnd < shorter - same &&
      before.at(-1 - sameEnd)?.source === sources.at(-1 - sameEnd)
    ) {
      sameEnd++;
    }
    const changed = sources.slice(same, sources.length - sameEnd).map((source, i) => {
      const block = new ParagraphBlock(source);
      const paragraph = known(source);
      if (paragraph !== undefined) block.show(paragraph);
      else
        block.showEarlier(same + i < before.length - sameEnd ? (before[same + i]?.text ?? "") : "");
      return block;
    });
    const gone = before.slice(same, before.length - sameEnd);
    const next = before[before.length - sameEnd]?.element ?? null;
    for (const { element } of gone) element.remove();
    for (const { element } of changed)
      this.element.insertBefore(element, sameEnd > 0 ? next : null);
    this.#blocks = [
      ...before.slice(0, same),
      ...changed,
      ...before.slice(before.length - sameEnd, before.length),
    ];
    this.#blocksOf = bySource(this.#blocks);
  }

  /** Shows more of the translation of a paragraph, wherever it stands. */
  append(source: string, delta: string): void {
    for (const block of this.#blocksOf.get(source) ?? []) block.append(delta);
  }

  /** Shows the translation of a paragraph, wherever it stands. */
  show(paragraph: TranslatedParagraph): void {
    for (const block of this.#blocksOf.get(paragraph.source) ?? []) block.show(paragraph);
    const first = this.element.querySelector<HTMLElement>("[data-sentence]");
    if (first !== null && this.element.querySelector('[tabindex="0"]') === null) first.tabIndex = 0;
  }

  /** Moves the focus to a sentence. */
  focusSentence(paragraph: number, sentence: number): void {
    const selector = `[data-sentence="${sentence}"]`;
    this.#blocks[paragraph]?.element.querySelector<HTMLElement>(selector)?.focus();
  }

  /** Moves the focus to a sentence of a paragraph, where that stands first. */
  focusSentenceOf({ source }: TranslatedParagraph, sentence: number): void {
    this.focusSentence(
      this.#blocks.findIndex((block) => block.source === source),
      sentence,
    );
  }

  #placeOf(target: EventTarget | null): SentencePlace | undefined {
    if (!(target instanceof Element)) return undefined;
    const block = this.#blocks.find(({ element }) => element.contains(target));
    return block?.placeOf(target);
  }
}

function bySource(
  blocks: readonly ParagraphBlock[],
): ReadonlyMap<string, readonly ParagraphBlock[]> {
  const grouped = new Map<string, ParagraphBlock[]>();
  for (const block of blocks) {
    const alike = grouped.get(block.source);
    if (alike === undefined) grouped.set(block.source, [block]);
    else alike.push(block);
  }
  return grouped;
}
