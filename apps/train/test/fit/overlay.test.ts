import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../src/fit/fit-config.ts";
import { overlay } from "../../src/fit/overlay.ts";

const where = "settings.json";

describe("overlay", () => {
  test("changes what is named and nothing else, also inside objects", () => {
    const changed = overlay(defaultConfig, { steps: 7, model: { dropout: 0.3 } }, { where });
    expect(changed).toEqual({
      ...defaultConfig,
      steps: 7,
      model: { ...defaultConfig.model, dropout: 0.3 },
    });
  });

  test("an open record takes any key, others do not", () => {
    const options = { where, open: ["validation"] };
    expect(overlay(defaultConfig, { validation: { a: "a.tsv" } }, options).validation).toEqual({
      a: "a.tsv",
    });
    expect(() => overlay(defaultConfig, { model: { layers: 3 } }, options)).toThrow(
      /settings\.json: model\.layers is unknown; known here: features, heads/,
    );
  });

  test.each([
    [{ steps: "7" }, /steps must be a number, got string/],
    [{ model: 3 }, /model must be an object, got number/],
    [{ train: "x.tsv" }, /train must be a list, got string/],
    [{ seed: null }, /seed must be a number, got null/],
    [[1], /the configuration must be an object, got list/],
  ])("refuses %j", (changes, message) => {
    expect(() => overlay(defaultConfig, changes, { where })).toThrow(message);
  });

  test('what is "auto" may be a boolean', () => {
    expect(overlay(defaultConfig, { nativeMatMul: false }, { where }).nativeMatMul).toBe(false);
  });
});
