import type { ModelSource } from "../client/model-source.ts";
import type { ViewSettings } from "./translation-view.ts";

/** What the attributes of an element ask for: `model` and `tokenizer` (URLs), `model-sha256`, `tokenizer-sha256`, `threads`, `isa`,
 *  `beam`. Undefined without a model; a number that is none counts as absent. */
export function settingsOf(element: HTMLElement): ViewSettings | undefined {
  const model = modelOf(element);
  if (model === undefined) return undefined;
  const threads = element.getAttribute("threads");
  const isa = element.getAttribute("isa");
  const beam = wholeNumber(element.getAttribute("beam"));
  const count = threads === "all" ? threads : wholeNumber(threads);
  return {
    model,
    ...(count !== undefined && { threads: count }),
    ...(isa !== null && { isa }),
    ...(beam !== undefined && { beamSize: beam }),
  };
}

function modelOf(element: HTMLElement): ModelSource | undefined {
  const modelUrl = element.getAttribute("model");
  const tokenizerUrl = element.getAttribute("tokenizer");
  if (modelUrl === null || tokenizerUrl === null) return undefined;
  const modelSha256 = element.getAttribute("model-sha256");
  const tokenizerSha256 = element.getAttribute("tokenizer-sha256");
  return {
    modelUrl,
    tokenizerUrl,
    ...(modelSha256 !== null && { modelSha256 }),
    ...(tokenizerSha256 !== null && { tokenizerSha256 }),
  };
}

function wholeNumber(text: string | null): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
