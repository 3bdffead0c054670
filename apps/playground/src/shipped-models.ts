import { readFile } from "node:fs/promises";
import { type ModelDescription, readModel } from "@bnnkit/model";
import { modelUrl as enDe } from "@bnnkit/model-en-de";
import { modelUrl as enDeW1a1 } from "@bnnkit/model-en-de-w1a1";
import type { Plugin } from "vite";

const name = "virtual:shipped-models";

/** Lets scripts import `virtual:shipped-models`: the descriptions of the translation models, without their weights. */
export function shippedModels(): Plugin {
  return {
    name: "shipped-models",
    resolveId: (source) => (source === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      const models = {
        "en-de": await descriptionIn(enDe),
        "en-de-w1a1": await descriptionIn(enDeW1a1),
      };
      return { code: `export const shippedModels = ${JSON.stringify(models)};`, moduleType: "js" };
    },
  };
}

async function descriptionIn(url: URL): Promise<ModelDescription> {
  return readModel(await readFile(url)).description;
}
