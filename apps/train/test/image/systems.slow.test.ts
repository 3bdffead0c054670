import { systems } from "@bnnkit/layers";
import { testSameClassPacked } from "./same-class-packed.ts";

testSameClassPacked(
  Object.entries(systems).map(([system, { presets }]) => [system, Object.keys(presets)[0] ?? ""]),
);
