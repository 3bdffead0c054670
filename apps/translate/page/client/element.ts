/**
 * Defines `<bnnkit-translate>`, for any page.
 *
 * @module @bnnkit/translate/element
 */

import { defineTranslateElement } from "../element/define-translate-element.ts";
import { startWorker } from "./start-worker.ts";

export type { TranslateElement } from "../element/translate-element.ts";
export type { ViewSettings } from "../element/translation-view.ts";
export type { RunReport } from "../engine/run-report.ts";
export type { ModelSource } from "./model-source.ts";

// A server that renders pages may import this, too: there it defines nothing.
if (typeof customElements !== "undefined") {
  defineTranslateElement((element) => {
    const own = element.getAttribute("worker");
    return startWorker(
      own === null ? new URL("./worker.js", import.meta.url) : new URL(own, document.baseURI),
    );
  });
}
