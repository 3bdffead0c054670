import { fileURLToPath } from "node:url";
import { float32 } from "@bnnkit/core";
import { type PackedModel, writeModel } from "@bnnkit/model";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallLlama } from "../packages/transformer/test/checkpoint/small-llama.ts";
import { oneBitEncoders } from "./browser-models/one-bit-encoders.ts";
import { type Answer, type Question, runModels } from "./browser-models/run-models.ts";

const configFile = fileURLToPath(new URL("./browser-models/vite.config.ts", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const isolated = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

let browser: Browser;
let server: PreviewServer;
let page: Page;
let question: Question;
let expected: Answer;

beforeAll(async () => {
  const { model, tokenizer } = await readCheckpoint(smallLlama({ seed: 5 }).files);
  question = {
    threads: 1,
    classifier: [...writeModel(brightestPixel())],
    pixels: [0, 9, 3, 200, 1, 7, 30, 31, 32],
    languageModel: [...writeModel(model)],
    tokenizer,
    prompts: ["w3 w11 w5", "", "w1"],
    encoders: await oneBitEncoders(),
  };
  expected = await runModels(question);
  await build({ configFile });
  server = await preview({
    configFile,
    preview: { host: "127.0.0.1", port: 0, headers: isolated },
  });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath, args });
  page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "runInPage" in window);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Three classes, whose scores are the three bytes of an image. */
function brightestPixel(): PackedModel {
  const data = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  return {
    description: {
      name: "brightest",
      task: "classification",
      graph: {
        inputs: [
          {
            name: "image",
            kind: "map",
            height: 1,
            width: 1,
            features: 3,
            code: [{ digit: "uint8" }],
          },
        ],
        nodes: [
          {
            op: "dense",
            name: "scores",
            inputs: ["image"],
            outFeatures: 3,
            weights: { tensor: "scores", code: float32 },
            bias: false,
          },
        ],
        output: "scores",
      },
    },
    tensors: new Map([["scores.weights", { dtype: "F32", shape: [3, 3], data }]]),
    metadata: {},
  };
}

test("Node: what the models must say elsewhere", () => {
  expect(expected.classes).toEqual([1, 0, 2]);
  expect(expected.streamed).toEqual(expected.texts);
  expect(expected.tokens.flat().length).toBeGreaterThan(5);
  expect(expected.stopped).toEqual({ pieces: 1, error: "Error: enough" });
  const { encoders } = expected;
  expect(new Set(encoders.classes).size).toBeGreaterThan(1);
  expect(encoders.filled[0]).toMatch(/^w3 .*w8$/);
  expect(encoders.probabilities).toHaveLength(4 * 5);
  expect(encoders.sameAlone).toBe(true);
  expect(encoders.refused).toEqual([
    "Error: not wanted",
    expect.stringContaining("[MASK]"),
    expect.stringContaining("must be classification or regression, got "),
    expect.stringContaining("dispose"),
    expect.stringContaining("dispose"),
  ]);
});

test.each([
  ["page", 1],
  ["page", 2],
  ["worker", 1],
  ["worker", 2],
] as const)("a %s of Chromium says the same on %i thread(s)", async (where, threads) => {
  const asked = { ...question, threads };
  const answer = await (where === "page"
    ? page.evaluate((q) => window.runInPage(q), asked)
    : page.evaluate((q) => window.runInWorker(q), asked));
  expect(answer.classes).toEqual(expected.classes);
  expect(answer.tokens).toEqual(expected.tokens);
  expect(answer.streamed).toEqual(expected.texts);
  expect(answer.stopped).toEqual(expected.stopped);
  expect(answer.threads.includes("2 threads")).toBe(threads === 2);
  expect(answer.refused.signal).toBe("Error: not wanted");
  expect(answer.refused.other).toContain("must be classification, got ");
  expect(answer.disposed.classifier).toContain("dispose");
  expect(answer.disposed.languageModel).toContain("dispose");
  const { scores, probabilities, ...same } = expected.encoders;
  expect(answer.encoders).toMatchObject(same);
  expect(answer.encoders.scores).toEqual(scores.map((score) => expect.closeTo(score, 5)));
  expect(answer.encoders.probabilities).toEqual(probabilities.map((p) => expect.closeTo(p, 5)));
});
