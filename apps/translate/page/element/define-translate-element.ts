import { connectTranslator } from "../client/connect-translator.ts";
import { settingsOf } from "./element-attributes.ts";
import { elementStyle } from "./element-style.ts";
import type { TranslateElement } from "./translate-element.ts";
import { TranslationView, type ViewSettings } from "./translation-view.ts";

const elementName = "bnnkit-translate";

/** Defines the element `<bnnkit-translate>`; once, however often it is called.
 *  @param startWorker  Starts a worker that answers its requests. */
export function defineTranslateElement(startWorker: (element: HTMLElement) => Worker): void {
  if (customElements.get(elementName) !== undefined) return;
  customElements.define(elementName, elementClass(startWorker));
}

function elementClass(
  startWorker: (element: HTMLElement) => Worker,
): CustomElementConstructor & (new () => TranslateElement) {
  return class extends HTMLElement implements TranslateElement {
    static readonly observedAttributes: readonly string[] = [
      "model",
      "tokenizer",
      "threads",
      "isa",
      "beam",
    ];
    readonly #view = new TranslationView({
      connect: (options) => connectTranslator(startWorker(this), options),
      onReady: (detail) => this.#tell("bnnkit-ready", detail),
      onTranslated: (detail) => this.#tell("bnnkit-translated", detail),
      onError: (detail) => this.#tell("bnnkit-error", detail),
    });
    #settings: ViewSettings | undefined;
    #isScheduled = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      const style = new CSSStyleSheet();
      style.replaceSync(elementStyle);
      root.adoptedStyleSheets = [style];
      root.append(this.#view.element);
    }

    get settings(): ViewSettings | undefined {
      return this.#settings ?? settingsOf(this);
    }

    set settings(settings: ViewSettings | undefined) {
      this.#settings = settings;
      this.#schedule();
    }

    get text(): string {
      return this.#view.text;
    }

    set text(text: string) {
      this.#view.text = text;
    }

    get translation(): string {
      return this.#view.translation;
    }

    get report(): TranslateElement["report"] {
      return this.#view.report;
    }

    translateTexts(
      ...[texts, options]: Parameters<TranslateElement["translateTexts"]>
    ): ReturnType<TranslateElement["translateTexts"]> {
      return this.#view.translateTexts(texts, options);
    }

    connectedCallback(): void {
      const own = this.textContent?.trim() ?? "";
      if (own !== "" && this.text === "") this.text = own;
      this.#schedule();
    }

    disconnectedCallback(): void {
      this.#schedule();
    }

    attributeChangedCallback(): void {
      this.#schedule();
    }

    /** Loads once for all that changes in one go. */
    #schedule(): void {
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      queueMicrotask(() => {
        this.#isScheduled = false;
        const { settings } = this;
        if (this.isConnected && settings !== undefined) void this.#view.load(settings);
        else this.#view.unload();
      });
    }

    #tell(type: string, detail: unknown): void {
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }
  };
}
