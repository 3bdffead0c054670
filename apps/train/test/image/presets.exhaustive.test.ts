import { systems } from "@bnnkit/layers";
import { testSameClassPacked } from "./same-class-packed.ts";

// The first preset of each system is among the slow tests.
testSameClassPacked(
  Object.entries(systems).flatMap(([system, { presets }]) =>
    Object.keys(presets)
      .slice(1)
      .map((preset) => [system, preset] as const),
  ),
);
