import { expect, test } from "vitest";
import { clippedSignQuantizer } from "../src/clipped-sign-quantizer.ts";
import { createQuantizer, registerQuantizer } from "../src/quantizer-registry.ts";

test("a name alone takes the defaults", () => {
  expect(createQuantizer("clipped-sign").options).toEqual({ clip: 1 });
  expect(createQuantizer({ name: "half-wave-gaussian" }).options).toEqual({ bits: 2, step: 0.538 });
});

test("a quantizer stands for itself", () => {
  expect(createQuantizer(clippedSignQuantizer({ clip: 3 })).options).toEqual({ clip: 3 });
});

test("one's own quantizer is made from its options", () => {
  registerQuantizer("wide-sign", ({ width }: { readonly width: number }) => ({
    ...clippedSignQuantizer({ clip: width / 2 }),
    name: "wide-sign",
    options: { width },
  }));
  expect(createQuantizer({ name: "wide-sign", options: { width: 5 } }).options).toEqual({
    width: 5,
  });
  expect(() => registerQuantizer("wide-sign", () => clippedSignQuantizer())).toThrow(
    'registerQuantizer: there is already a "wide-sign"',
  );
});

test("a name that nothing has is refused, and options as the quantizer refuses them", () => {
  expect(() => createQuantizer("cubic")).toThrow(
    'createQuantizer: no quantizer "cubic" is registered, only bmt, clipped-sign, half-wave-gaussian',
  );
  expect(() => createQuantizer({ name: "clipped-sign", options: { clip: -1 } })).toThrow(
    "clippedSignQuantizer: clip must be positive and finite, got -1",
  );
});

test.each([
  ["clipped-sign", { clp: 2 }, "clip"],
  ["scaled-sign", { estimater: "clipped" }, "estimator, clip, boundary"],
  ["bmt", { scaleaxis: "tensor" }, "scaleAxis, bound"],
])("%s refuses an option that it does not have: %j", (name, options, known) => {
  const [wrong] = Object.keys(options);
  expect(() => createQuantizer({ name, options: JSON.parse(JSON.stringify(options)) })).toThrow(
    `createQuantizer: ${name} has no option "${wrong}", only ${known}`,
  );
});

test("one's own quantizer may say its options, too", () => {
  registerQuantizer(
    "narrow-sign",
    ({ width }: { readonly width: number }) => clippedSignQuantizer({ clip: width / 2 }),
    { width: true },
  );
  expect(createQuantizer({ name: "narrow-sign", options: { width: 1 } }).options.clip).toBe(0.5);
  expect(() => createQuantizer({ name: "narrow-sign", options: { wide: 1 } })).toThrow(
    'createQuantizer: narrow-sign has no option "wide", only width',
  );
});
