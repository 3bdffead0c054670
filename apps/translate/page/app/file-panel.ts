import { create } from "../element/create.ts";
import type { TranslateElement } from "../element/translate-element.ts";
import { outcomeTable, summaryOf } from "./outcome-table.ts";
import { type TranslatedCatalogue, translateCatalogue } from "./translate-catalogue.ts";

/** Greatest file that is opened, bytes. */
const maximumBytes = 32 * 2 ** 20;

/** Translates files and gives them back; shows what became of each entry. */
export class FilePanel {
  readonly #translate: TranslateElement;
  readonly #status: HTMLParagraphElement = create("p", { role: "status" });
  readonly #bar: HTMLProgressElement = create("progress", { "aria-label": "Texts translated" });
  readonly #cancel: HTMLButtonElement = create("button", { type: "button" }, "Cancel");
  readonly #save: HTMLAnchorElement = create("a", { class: "button" });
  readonly #outcomes: HTMLDivElement = create("div");
  #run = new AbortController();

  constructor(place: HTMLElement, translate: TranslateElement) {
    this.#translate = translate;
    place.append(this.#status, this.#bar, this.#cancel, this.#save, this.#outcomes);
    this.#show({ isRunning: false });
    this.#save.hidden = true;
    this.#cancel.addEventListener("click", () => this.#run.abort());
  }

  /** Translates a file, in the place of the one before. */
  async open(file: File): Promise<void> {
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    this.#save.hidden = true;
    this.#outcomes.replaceChildren();
    this.#show({ isRunning: true });
    this.#status.textContent = `Translating ${file.name} …`;
    this.#bar.removeAttribute("value");
    try {
      if (file.size > maximumBytes) {
        throw new RangeError(`${file.name}: the file must have at most 32 MiB`);
      }
      const translated = await translateCatalogue(file, this.#translate, {
        signal,
        onProgress: ({ texts, finishedTexts }) => {
          this.#bar.value = texts === 0 ? 1 : finishedTexts / texts;
          this.#status.textContent = `Translating ${file.name}: ${finishedTexts} of ${texts} texts`;
        },
      });
      signal.throwIfAborted();
      this.#offer(translated);
    } catch (error) {
      if (signal !== this.#run.signal) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#status.textContent = signal.aborted ? "Stopped." : `Nothing was translated: ${reason}`;
    }
    this.#show({ isRunning: false });
  }

  #offer({ name, text, outcomes }: TranslatedCatalogue): void {
    URL.revokeObjectURL(this.#save.href);
    this.#save.href = URL.createObjectURL(new Blob([text]));
    this.#save.download = name;
    this.#save.textContent = `Save ${name}`;
    this.#save.hidden = false;
    this.#status.textContent = summaryOf(outcomes);
    this.#outcomes.replaceChildren(outcomeTable(outcomes));
  }

  #show({ isRunning }: { readonly isRunning: boolean }): void {
    this.#bar.hidden = !isRunning;
    this.#cancel.hidden = !isRunning;
  }
}
