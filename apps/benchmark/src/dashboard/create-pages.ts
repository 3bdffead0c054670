import type { History } from "./history/history.ts";
import { html } from "./markup/html.ts";
import type { Page } from "./markup/page.ts";
import { accuracyPage } from "./pages/accuracy-page.ts";
import { comparePage } from "./pages/compare-page.ts";
import { duetPage } from "./pages/duet-page.ts";
import { hardwarePage } from "./pages/hardware-page.ts";
import { overviewPage } from "./pages/overview-page.ts";
import { suitePage } from "./pages/suite-page.ts";
import { translationPage } from "./pages/translation-page.ts";
import { trendsPage } from "./pages/trends-page.ts";

/** All pages of a history, the overview first.
 *  @param script  the program of the page that compares two runs
 *  @param hasSuite  whether there is a page that measures in its visitor's browser */
export function createPages(
  history: History,
  script: string,
  { hasSuite }: { readonly hasSuite: boolean },
): readonly Page[] {
  const of = (command: "kernels" | "model"): History["reports"] =>
    history.reports.filter((report) => report.command === command);
  const pages = [
    trendsPage(of("kernels"), {
      ...{ file: "operators.html", name: "Operators", shapes: "all" },
      introduction: html`<p>Single operators, the geometric mean over the shapes of the latest run; a run that lacks one of them is left out.</p>
`,
    }),
    trendsPage(of("model"), {
      ...{ file: "models.html", name: "Whole models", shapes: "each" },
      introduction: html`<p>Whole models beside the same model in float32 in other libraries.</p>
`,
    }),
    comparePage({ reports: of("kernels").concat(of("model")) }, script),
    duetPage(history),
    accuracyPage(history),
    translationPage(history),
    hardwarePage(history),
    ...(hasSuite ? [suitePage()] : []),
  ];
  return [overviewPage(history, pages), ...pages];
}
