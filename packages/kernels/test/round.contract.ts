import { expect, test } from "vitest";
import type { Round } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, floats, indices } from "./operands.ts";

interface Case extends reference.RoundReference {
  readonly x: Float32Array | Int32Array;
  readonly features: number;
}

function run(f: ArenaFixture, { x, features, step, least, greatest }: Case) {
  const element = x instanceof Float32Array ? "float32" : "int32";
  const operands = { element, features, step, least, greatest } as const;
  return f.scope(() => {
    const at = x instanceof Float32Array ? f.floats(x) : f.ints(x);
    const rows = f.ints([x.length / features]);
    const [bytes, ints] = [f.byteOutput(x.length), f.intOutput(x.length)];
    const write = (outElement: Round["outElement"], out: number): void =>
      f.run((tape) => tape.round({ ...operands, x: at, rows, outElement, out }));
    write("int8", bytes.offset);
    write("int32", ints.offset);
    return { bytes: bytes.read(), ints: ints.read() };
  });
}

function expectRounded(f: ArenaFixture, c: Case): void {
  const expected = reference.round(c);
  const { bytes, ints } = run(f, c);
  expect(bytes).toEqual(Int8Array.from(expected));
  expect(ints).toEqual(Int32Array.from(expected));
}

const int8 = { least: -128, greatest: 127 };

export function roundContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features equal the reference", (features) => {
    const integers = indices(3 * features, 2000, 7).map((x) => x - 1000);
    for (const x of [floats(3 * features, 2), integers, new Float32Array(0)]) {
      for (const step of [1, 0.01, 3, 1 / 3]) {
        expectRounded(fixture(), { x, features, step, ...int8 });
        expectRounded(fixture(), { x, features, step, least: -3, greatest: 5 });
      }
    }
  });

  test("ties go to the even one, a NaN to the least, what is too large to the ends", () => {
    const x = Float32Array.of(0.5, 1.5, 2.5, -0.5, -1.5, Number.NaN, 1e30, -1e30, Infinity, -0);
    const { ints } = run(fixture(), { x, features: 10, step: 1, ...int8 });
    expect([...ints]).toEqual([0, 2, 2, 0, -2, -128, 127, -128, 127, 0]);
  });

  test("a quotient next to a tie is none: 0.05 as float32 is above half of 0.1", () => {
    const { ints } = run(fixture(), { x: Float32Array.of(0.05), features: 1, step: 0.1, ...int8 });
    expect([...ints]).toEqual([1]);
  });

  test("bytes without a sign reach 255, int32 both of their ends", () => {
    const f = fixture();
    const x = Float32Array.of(-3, 128, 255, 256, 254.5);
    f.scope(() => {
      const operands = { x: f.floats(x), element: "float32", rows: f.ints([1]), step: 1 } as const;
      const [bytes, ints] = [f.byteOutput(5), f.intOutput(2)];
      const range = { features: 5, least: 0, greatest: 255 };
      f.run((tape) =>
        tape.round({ ...operands, ...range, outElement: "uint8", out: bytes.offset }),
      );
      expect([...Uint8Array.from(bytes.read())]).toEqual([0, 128, 255, 255, 254]);
      const whole = { features: 2, least: -(2 ** 31), greatest: 2 ** 31 - 1 };
      const ends = f.floats([-1e20, 1e20]);
      f.run((tape) =>
        tape.round({ ...operands, ...whole, x: ends, outElement: "int32", out: ints.offset }),
      );
      expect([...ints.read()]).toEqual([-(2 ** 31), 2 ** 31 - 1]);
    });
  });

  test("steps that are not positive and ranges that the digits have not are refused", () => {
    const good = { x: 1024, rows: 1024, out: 1024, features: 3, element: "float32" } as const;
    const range = { step: 1, least: -127, greatest: 127, outElement: "int8" } as const;
    const wrong = (part: Partial<Round>) => () =>
      fixture().run((tape) => tape.round({ ...good, ...range, ...part }));
    expect(wrong({ step: 0 })).toThrow("round: step must be positive, got 0");
    expect(wrong({ step: Number.NaN })).toThrow("round: step must be positive, got NaN");
    expect(wrong({ step: Infinity })).toThrow("round: step must be a finite number");
    expect(wrong({ least: -129 })).toThrow("round: least must be an integer in -128 … 127");
    expect(wrong({ outElement: "uint8" })).toThrow("round: least must be an integer in 0 … 255");
    expect(wrong({ greatest: -128 })).toThrow(/round: greatest must be an integer in -127 … 127/);
  });
}
