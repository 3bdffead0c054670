import type { TextAlignment } from "@bnnkit/runtime";
import { AlignmentView } from "./alignment-view.ts";
import { create } from "./create.ts";

/** A list of translations beside a sentence, of which one is chosen. Escape, or a click elsewhere, closes it. */
export class AlternativesMenu {
  readonly element: HTMLDivElement;
  readonly #hint: HTMLParagraphElement = create("p");
  readonly #items: HTMLDivElement = create("div", {
    role: "menu",
    "aria-label": "Other translations of this sentence",
  });
  readonly #alignment = new AlignmentView();
  #opener: HTMLElement | undefined;

  constructor() {
    this.element = create(
      "div",
      { class: "menu", popover: "auto" },
      this.#hint,
      this.#items,
      this.#alignment.element,
    );
    this.element.addEventListener("toggle", () => {
      if (!this.isOpen) this.#opener?.removeAttribute("aria-expanded");
    });
    this.#items.addEventListener("keydown", (event) => {
      if (this.#moveFocus(event.key)) event.preventDefault();
    });
  }

  get isOpen(): boolean {
    return this.element.matches(":popover-open");
  }

  /** Opens below a sentence, with nothing to choose yet. */
  open(opener: HTMLElement, hint: string): void {
    this.#opener = opener;
    this.#items.replaceChildren();
    this.#items.hidden = true;
    this.#alignment.clear();
    this.#say(hint);
    opener.setAttribute("aria-expanded", "true");
    this.element.showPopover();
    this.#place(opener);
  }

  /** Shows what there is to choose from, the first being what stands there now. */
  offer(texts: readonly string[], onChoose: (text: string) => void): void {
    if (!this.isOpen) return;
    this.#say(texts.length > 1 ? "" : "No other translation was found.");
    const items = texts.map((text, i) => {
      const item = create(
        "button",
        { type: "button", role: "menuitemradio", "aria-checked": String(i === 0), lang: "de" },
        text,
      );
      item.addEventListener("click", () => {
        this.element.hidePopover();
        onChoose(text);
      });
      return item;
    });
    this.#items.hidden = false;
    this.#items.replaceChildren(...items);
    items[0]?.focus();
    if (this.#opener !== undefined) this.#place(this.#opener);
  }

  /** Shows which words of the sentence and of the translation that stands there go together. */
  align(alignment: TextAlignment): void {
    if (!this.isOpen) return;
    this.#alignment.show(alignment);
    if (this.#opener !== undefined) this.#place(this.#opener);
  }

  /** Says why nothing can be offered. */
  fail(reason: string): void {
    if (this.isOpen) this.#say(reason);
  }

  #say(hint: string): void {
    this.#hint.textContent = hint;
    this.#hint.hidden = hint === "";
  }

  #place(opener: HTMLElement): void {
    const margin = 8;
    const anchor = opener.getClientRects()[0] ?? opener.getBoundingClientRect();
    const { width, height } = this.element.getBoundingClientRect();
    const left = Math.min(anchor.left, innerWidth - width - margin);
    const below = anchor.bottom + margin;
    const top = below + height < innerHeight ? below : anchor.top - height - margin;
    this.element.style.left = `${Math.max(margin, left)}px`;
    this.element.style.top = `${Math.max(margin, top)}px`;
  }

  #moveFocus(key: string): boolean {
    const items = [...this.#items.querySelectorAll<HTMLElement>("button")];
    const current = items.findIndex((item) => item.matches(":focus"));
    const wanted =
      key === "ArrowDown"
        ? (current + 1) % items.length
        : key === "ArrowUp"
          ? (current - 1 + items.length) % items.length
          : key === "Home"
            ? 0
            : key === "End"
              ? items.length - 1
              : undefined;
    if (wanted === undefined) return false;
    items[wanted]?.focus();
    return true;
  }
}
