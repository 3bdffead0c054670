import { create } from "./create.ts";

/** A line that says what goes on, with a bar while it takes time, or what failed. */
export class ProgressLine {
  readonly element: HTMLDivElement;
  readonly #status: HTMLParagraphElement = create("p", { role: "status" });
  /** Beside the status, whose every change a screen reader would read out. */
  readonly #detail: HTMLParagraphElement = create("p");
  readonly #bar: HTMLProgressElement = create("progress", { "aria-label": "Progress", max: "1" });
  readonly #alert: HTMLDivElement = create("div", { class: "alert", role: "alert" });

  constructor() {
    this.element = create(
      "div",
      { class: "progress", part: "progress" },
      this.#status,
      this.#detail,
      this.#bar,
      this.#alert,
    );
    this.say("");
  }

  /** Says something, and shows no bar. */
  say(text: string): void {
    this.#status.textContent = text;
    this.#detail.textContent = "";
    this.#bar.hidden = true;
    this.#clearAlert();
  }

  /** @param part  How much is done, 0 to 1; undefined where nobody knows. */
  progress(text: string, part: number | undefined): void {
    this.#status.textContent = "";
    this.#detail.textContent = text;
    this.#bar.hidden = false;
    if (part === undefined) this.#bar.removeAttribute("value");
    else this.#bar.value = part;
    this.#clearAlert();
  }

  /** Says what failed. */
  fail(text: string, onRetry: () => void): void {
    this.say("");
    const retry = create("button", { type: "button" }, "Try again");
    retry.addEventListener("click", onRetry);
    this.#alert.replaceChildren(create("p", {}, text), retry);
    this.#alert.hidden = false;
  }

  #clearAlert(): void {
    this.#alert.hidden = true;
    this.#alert.replaceChildren();
  }
}
