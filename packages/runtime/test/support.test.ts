import { check } from "@bnnkit/model";
import { expect, test } from "vitest";
import { support } from "../src/support.ts";
import { tinyModel } from "./tiny-model.ts";

test("the runtime runs every node of a translation model", () => {
  expect(check(tinyModel().description, support)).toEqual([]);
});
