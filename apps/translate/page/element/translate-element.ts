import type { TranslateTextOptions } from "../client/connect-translator.ts";
import type { RunReport } from "../engine/run-report.ts";
import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";
import type { ViewSettings } from "./translation-view.ts";

/** `<bnnkit-translate>`: source and translation side by side.
 *
 *  Tells by events, whose `detail` is given here: `bnnkit-ready` (RunReport), `bnnkit-translated` (RunReport), `bnnkit-error`
 *  (Error). Custom properties `--bnnkit-…` set its colours and fonts. */
export interface TranslateElement extends HTMLElement {
  /** Model, threads, kernels; its attributes unless it was set. Setting it loads anew. */
  settings: ViewSettings | undefined;
  /** What is to be translated. */
  text: string;
  /** What stands on the right. */
  readonly translation: string;
  /** Translates texts of the caller's, each by itself, with the model that is loaded, or will be.
   *  @throws what the signal was aborted with; Error where the model is not there any more. */
  translateTexts(
    texts: readonly string[],
    options?: Pick<TranslateTextOptions, "signal">,
  ): Promise<readonly TranslatedParagraph[]>;
  /** What runs, as of the latest translation; undefined until a model is ready. */
  readonly report: RunReport | undefined;
}
