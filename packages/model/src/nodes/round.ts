import type { Code } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import type { DescriptionFields } from "../description-fields.ts";
import { noWork } from "../work.ts";
import { type RowScale, rowScales } from "./threshold.ts";

/** `y = step·clamp(roundHalfEven(x/step))`, the step a constant or found for each row; a NaN becomes the least. */
export interface RoundNode {
  readonly op: "round";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly step: number | RowScale;
  readonly digit: "int8" | "uint8" | "int32";
  /** Of the digits. */
  readonly range: readonly [least: number, greatest: number];
}

const ranges = {
  int8: [-128, 127],
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
} as const;

export const round: Definition<RoundNode> = {
  decode: (fields) => {
    const digit = fields.choice("digit", ["int8", "uint8", "int32"]);
    return {
      op: "round",
      name: fields.name("name"),
      inputs: oneInput(fields),
      step: fields.hasText("step")
        ? fields.choice("step", rowScales)
        : fields.positiveNumber("step"),
      digit,
      range: decodeRange(fields, digit),
    };
  },
  infer: ({ step, digit }, inputs) => ({ ...inputs.numbers(0), code: roundedCode(step, digit) }),
  tensors: () => noTensors,
  work: () => noWork,
};

function roundedCode(step: RoundNode["step"], digit: RoundNode["digit"]): Code {
  if (step === 1) return [{ digit }];
  return [{ digit, scale: typeof step === "number" ? step : "row" }];
}

function decodeRange(
  fields: DescriptionFields,
  digit: RoundNode["digit"],
): readonly [number, number] {
  const [lowest, highest] = ranges[digit];
  const [least, greatest] = fields.integers("range", 2, lowest, highest);
  fields.check("range", least < greatest, "rise", [least, greatest]);
  return [least, greatest];
}
