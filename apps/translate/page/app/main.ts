import threadUrl from "@bnnkit/kernels/worker?worker&url";
import { startWorker } from "../client/start-worker.ts";
import { defineTranslateElement } from "../element/define-translate-element.ts";
import type { TranslateElement } from "../element/translate-element.ts";
import type { RunReport } from "../engine/run-report.ts";
import { chooseFiles } from "./choose-files.ts";
import { models } from "./models.ts";
import { forgetOldModels, keepOffline } from "./offline.ts";
import { pageElement } from "./page-element.ts";
import { RunPanel } from "./run-panel.ts";
import { keepSettings, readSettings, type Settings } from "./settings.ts";
import { showSettings } from "./settings-form.ts";
import workerUrl from "./worker.ts?worker&url";

declare global {
  interface HTMLElementTagNameMap {
    "bnnkit-translate": TranslateElement;
  }
  interface HTMLElementEventMap {
    "bnnkit-ready": CustomEvent<RunReport>;
    "bnnkit-translated": CustomEvent<RunReport>;
  }
}

defineTranslateElement(() => startWorker(workerUrl));
let settings = readSettings();

function load(translate: TranslateElement, { model, isa, threads, beam }: Settings): void {
  const source = models.get(model);
  if (source === undefined) throw new Error(`there is no model ${model}`);
  translate.settings = {
    model: source,
    threads: threads === "all" ? threads : Number(threads),
    threadUrl: new URL(threadUrl, document.baseURI),
    beamSize: Number(beam),
    ...(isa !== "" && { isa }),
  };
}

const translate = document.querySelector("bnnkit-translate");
if (translate !== null) {
  const panel = new RunPanel(pageElement("run", HTMLElement));
  translate.addEventListener("bnnkit-ready", ({ detail }) => {
    panel.ready(settings, detail);
    void forgetOldModels();
  });
  translate.addEventListener("bnnkit-translated", ({ detail }) => {
    panel.translated(settings, detail);
  });
  showSettings(pageElement("settings", HTMLFormElement), settings, (changed) => {
    settings = changed;
    keepSettings(changed);
    load(translate, changed);
  });
  const picker = pageElement("file-picker", HTMLInputElement);
  chooseFiles(picker, pageElement("file", HTMLElement), translate);
  load(translate, settings);
  void keepOffline(pageElement("offline", HTMLElement));
}
