import { expect, test } from "vitest";
import { Attendance } from "../src/threads/attendance.ts";

/** How many of so many instructions the helper is expected at when each goes like this. */
function expected(attendance: Attendance, instructions: number, note: () => void): number {
  let count = 0;
  for (let i = 0; i < instructions; i++) {
    if (!attendance.expects()) continue;
    count++;
    note();
  }
  return count;
}

test("a prompt helper is always expected", () => {
  const attendance = new Attendance();
  expect(expected(attendance, 10_000, () => attendance.notePrompt())).toBe(10_000);
});

test("one that is late or absent is left alone for longer each time, up to 4096 instructions", () => {
  for (const [note, least] of [
    ["noteLate", 4],
    ["noteAbsent", 16],
  ] as const) {
    const attendance = new Attendance();
    expect(expected(attendance, least, () => attendance[note]())).toBe(least);
    expect(expected(attendance, 64, () => attendance[note]())).toBe(0);
    expect(attendance.expects()).toBe(true);
    expect(expected(attendance, 100_000, () => attendance[note]())).toBeLessThan(400);
  }
});

test("one that is prompt again is trusted again", () => {
  const attendance = new Attendance();
  expected(attendance, 1000, () => attendance.noteLate());
  while (!attendance.expects()) {}
  for (let i = 0; i < 16; i++) attendance.notePrompt();
  for (let i = 0; i < 4; i++) attendance.noteLate();
  expect(expected(attendance, 64, () => attendance.notePrompt())).toBe(0);
  expect(attendance.expects()).toBe(true);
});

test("every fourth short instruction is worth waking it", () => {
  const attendance = new Attendance();
  const wakes = Array.from({ length: 8 }, () => attendance.isWorthWaking());
  expect(wakes).toEqual([false, false, false, true, false, false, false, true]);
});

test("a nap between two instructions does not hide that it does not help", () => {
  const attendance = new Attendance();
  let expectedAt = 0;
  for (let i = 0; i < 1000; i++) {
    if (!attendance.expects()) continue;
    expectedAt++;
    if (i % 4 === 0) attendance.notePrompt();
    else attendance.noteAbsent();
  }
  expect(expectedAt).toBeLessThan(500);
});
