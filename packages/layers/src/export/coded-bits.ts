import { levelBits } from "@bnnkit/core/truth-tables";
import type { CodedNumbers, ExportedValue } from "./exported-value.ts";
import { type LayerCall, refusal, soleInput } from "./layer-export.ts";
import { settled } from "./settled.ts";

/** A value that is read bit by bit. */
export interface CodedBits extends CodedNumbers {
  readonly value: ExportedValue;
  /** Bits of a number. */
  readonly bits: number;
}

/** What a layer of tables, or a group sum, reads: numbers of a code, or bits 0 and 1, which are numbers of one digit.
 *  @throws RangeError naming the layer for other numbers. */
export function codedBits(call: LayerCall): CodedBits {
  const { layer, writer } = call;
  const value = settled(writer, soleInput(call));
  const { domain, features, code } = value.type;
  const coded = value.coded ?? { count: 0, digits: 1, code: "binary" };
  if (value.coded) return { ...coded, value, bits: levelBits(coded.code, coded.digits) };
  const [{ digit, scale = 1, offset = 0 }, ...others] = code;
  if (
    domain.kind !== "map" ||
    digit !== "unipolar" ||
    scale !== 1 ||
    offset !== 0 ||
    others.length > 0
  ) {
    throw refusal(
      layer,
      "must read bits 0 and 1",
      'put a thermometerEncoding or a quantActivation with the quantizer "heaviside" before it',
    );
  }
  return { ...coded, count: domain.height * domain.width * features, value, bits: 1 };
}
