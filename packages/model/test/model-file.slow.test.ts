import { expect, test } from "vitest";
import { MalformedFileError, readModel, writeModel } from "../src/index.ts";
import { smallModel } from "./small-model.ts";

test("readModel refuses every flipped bit of every byte", { timeout: 600_000 }, () => {
  const bytes = writeModel(smallModel());
  for (let i = 0; i < bytes.length; i++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = bytes.slice();
      damaged[i] ^= 1 << bit;
      expect(() => readModel(damaged), `byte ${i}, bit ${bit}`).toThrow(MalformedFileError);
    }
  }
});
