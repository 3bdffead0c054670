import { create } from "./create.ts";

/** Where the text is written that is to be translated. */
export class SourcePane {
  readonly element: HTMLTextAreaElement = create("textarea", {
    id: "source",
    part: "source",
    lang: "en",
    rows: "8",
    placeholder: "Write or paste English text",
    spellcheck: "true",
    autocapitalize: "sentences",
  });

  /** @param onInput  Called whenever the text has changed. */
  constructor(onInput: () => void) {
    this.element.addEventListener("input", onInput);
  }

  get text(): string {
    return this.element.value;
  }

  set text(text: string) {
    this.element.value = text;
  }
}
