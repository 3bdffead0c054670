import type { RunReport } from "../engine/run-report.ts";
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
  /** What runs, as of the latest translation; undefined until a model is ready. */
  readonly report: RunReport | undefined;
}
