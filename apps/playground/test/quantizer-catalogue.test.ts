import * as quantizers from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { quantizerCatalogue } from "../page/quantizers/quantizer-catalogue.ts";
import { activeControls, callOf, optionsOf } from "../page/quantizers/quantizer-control.ts";
import { curvesOf } from "../page/quantizers/quantizer-curves.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("every quantizer of the package is there once", () => {
  const made = Object.keys(quantizers).filter(
    (name) => name.endsWith("Quantizer") && !/^(create|register)/.test(name),
  );
  expect(quantizerCatalogue.map(({ make }) => make).sort()).toEqual(made.sort());
});

describe.each(quantizerCatalogue)("$name", (entry) => {
  const { name, options, controls } = entry;

  test("controls stand at what is there without them", () => {
    const { forward, backward } = curvesOf({ name, options });
    for (const { option, initial } of activeControls(entry, {})) {
      if (option in options) continue;
      const given = curvesOf({ name, options: { ...options, [option]: initial } });
      expect({ option, forward: given.forward }).toEqual({ option, forward });
      expect({ option, backward: given.backward }).toEqual({ option, backward });
    }
  });

  test("takes both ends of every slider and every choice", () => {
    for (const control of controls) {
      const ends = control.kind === "choice" ? control.values : [control.minimum, control.maximum];
      const only = control.kind === "range" ? control.onlyWith : undefined;
      const condition = only && { [only.option]: only.values[0]! };
      for (const value of ends) {
        const settings = { ...condition, [control.option]: value };
        const curves = curvesOf({ name, options: optionsOf(entry, settings) });
        expect(curves.forward).toHaveLength(curves.inputs.length);
      }
    }
  });
});

test("a call names what differs from the defaults", () => {
  const sign = quantizerCatalogue.find(({ name }) => name === "sign")!;
  expect(callOf(sign, {})).toBe("signQuantizer()");
  expect(callOf(sign, { estimator: "swish", beta: 3, clip: 0.5 })).toBe(
    'signQuantizer({ estimator: "swish", beta: 3 })',
  );
});
