import * as enDe from "@bnnkit/model-en-de";
import * as enDeW1a1 from "@bnnkit/model-en-de-w1a1";

interface ShippedModel {
  readonly modelUrl: URL;
  readonly tokenizerUrl: URL;
}

/** Name of the model that is used unless told. */
export const defaultModel = "en-de";

/** The models that come along, by the names that `--model` takes. */
export const shippedModels: ReadonlyMap<string, ShippedModel> = new Map([
  [defaultModel, enDe],
  ["en-de-w1a1", enDeW1a1],
]);
