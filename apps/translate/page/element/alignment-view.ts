import type { TextAlignment } from "@bnnkit/runtime";
import { create } from "./create.ts";

/** Less than this much of a word's links is not worth showing. */
const leastShare = 0.05;

/** The words of a sentence above those of its translation. Pointing at a word, or moving the focus to it, shows which words of
 *  the other line it goes with: the more, the stronger. */
export class AlignmentView {
  readonly element: HTMLDivElement;
  readonly #source: HTMLParagraphElement = create("p", { lang: "en" });
  readonly #target: HTMLParagraphElement = create("p", { lang: "de" });

  constructor() {
    this.element = create(
      "div",
      { class: "alignment", role: "group", "aria-label": "Words that go together" },
      this.#source,
      this.#target,
    );
    this.clear();
  }

  clear(): void {
    this.element.hidden = true;
    this.#source.replaceChildren();
    this.#target.replaceChildren();
  }

  show({ source, target, links }: TextAlignment): void {
    const above = source.map(({ text }) => create("span", { class: "word", tabindex: "0" }, text));
    const below = target.map(({ text }) => create("span", { class: "word", tabindex: "0" }, text));
    target.forEach((word, t) => {
      const shares = sharesOf(links[t] ?? []);
      connect(below[t], above, shares, nameOf(word.text, source, shares));
    });
    source.forEach((word, s) => {
      const shares = sharesOf(links.map((row) => row[s] ?? 0));
      connect(above[s], below, shares, nameOf(word.text, target, shares));
    });
    this.#source.replaceChildren(...spaced(above));
    this.#target.replaceChildren(...spaced(below));
    this.element.hidden = target.length === 0;
  }
}

/** Links as shares of all links of a word. */
function sharesOf(links: readonly number[]): readonly number[] {
  const all = links.reduce((sum, link) => sum + link, 0);
  return links.map((link) => (all === 0 ? 0 : link / all));
}

/** What a reader hears of a word: "neues: new 81 %, car 12 %". */
function nameOf(
  word: string,
  others: readonly { readonly text: string }[],
  shares: readonly number[],
): string {
  const linked = others
    .map(({ text }, i) => ({ text, share: shares[i] ?? 0 }))
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .map(({ text, share }) => `${text} ${Math.round(100 * share)} %`);
  return `${word}: ${linked.join(", ") || "nothing"}`;
}

function connect(
  word: HTMLElement | undefined,
  others: readonly HTMLElement[],
  shares: readonly number[],
  name: string,
): void {
  word?.setAttribute("aria-label", name);
  word?.setAttribute("title", name);
  word?.setAttribute("role", "note");
  const mark = (isOn: boolean): void => {
    others.forEach((other, i) => {
      const share = isOn ? (shares[i] ?? 0) : 0;
      other.style.setProperty("--_share", `${Math.round(100 * share)}%`);
    });
  };
  for (const begin of ["pointerenter", "focus"]) word?.addEventListener(begin, () => mark(true));
  for (const end of ["pointerleave", "blur"]) word?.addEventListener(end, () => mark(false));
}

function spaced(words: readonly HTMLElement[]): readonly (HTMLElement | string)[] {
  return words.flatMap((word) => [word, " "]);
}
