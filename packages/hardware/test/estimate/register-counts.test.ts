import { ModuleBuilder, resize } from "@bnnkit/hardware";
import { targets } from "@bnnkit/hardware/synthesis";
import { expect, test } from "vitest";
import { registerCounts } from "../../src/estimate/register-counts.ts";

const flipFlops = (build: (m: ModuleBuilder) => void) => {
  const m = new ModuleBuilder("registers");
  build(m);
  const module = m.build();
  return targets.map((target) => registerCounts(module, target).ff);
};

test("a register is there once, and its bits that are the same one are one", () => {
  const counts = flipFlops((m) => {
    const [a, b] = [m.input("a", 3), m.input("b", 3)];
    m.output("y", [...m.register(m.and(a, b)), ...m.register(m.and(b, a))]);
  });
  expect(counts).toEqual([3, 3, 3, 3]);
});

test("what nothing reads is not there, nor what it alone depends on", () => {
  const counts = flipFlops((m) => {
    const late = m.register(m.register(m.input("a", 4)));
    m.output("y", late.slice(1));
  });
  expect(counts).toEqual([6, 6, 6, 6]);
});

test("a bit that is always 0 is not there; one that is always 1 is, where it begins with 0", () => {
  const counts = flipFlops((m) => {
    const [a] = m.input("a", 1);
    m.output("y", m.register([0, 1, 1, a]));
  });
  // Of 1, 1 and a the first two are the same; gates do not begin with anything.
  expect(counts).toEqual([2, 2, 2, 1]);
});

test("the sum of numbers with extended signs has no more bits than it needs", () => {
  const counts = flipFlops((m) => {
    const [a, b] = [m.input("a", 4), m.input("b", 3)];
    m.output("y", m.register(m.add(resize(a, 9, true), resize(b, 9, true))));
  });
  // −12 … 10 is five bits; the four above are copies.
  expect(counts).toEqual([5, 5, 5, 5]);
});

test("behind two zeros a carry is known", () => {
  const counts = flipFlops((m) => {
    const a = m.input("a", 1);
    // 1010 + a: 101 and a.
    m.output("y", m.register(m.add(resize(a, 4), [0, 1, 0, 1])));
  });
  expect(counts).toEqual([2, 2, 2, 1]);
});

test("registers that hold, and those that read themselves, are counted", () => {
  const counts = flipFlops((m) => {
    const [enable] = m.input("enable", 1);
    const total = m.feedback(5);
    total.connect(m.add(total.q, resize(m.input("a", 2), 5)), { enable });
    m.output("y", total.q);
  });
  expect(counts).toEqual([5, 5, 5, 5]);
});
