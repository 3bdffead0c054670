import { expect, test } from "vitest";
import { programOutput, runProgram } from "../../src/corpus/run-program.ts";

const node = (script: string) => runProgram(process.execPath, ["-e", script]);

test("returns what the program prints", async () => {
  expect(await node('process.stdout.write("Hühner")')).toBe("Hühner");
});

test("says how a program failed, with the end of its complaint", async () => {
  await expect(node('console.error("no hens"); process.exit(3)')).rejects.toThrow(
    /failed with exit code 3\n {2}no hens$/,
  );
  await expect(node("process.kill(process.pid, 'SIGKILL')")).rejects.toThrow(/died of SIGKILL$/);
  await expect(
    runProgram("no-such-program-here", [], { alternative: "use a hen" }),
  ).rejects.toThrow("no-such-program-here is not installed; use a hen");
});

test("stops the program when the reader stops", async () => {
  const endless = "setInterval(() => process.stdout.write('x'), 1)";
  for await (const chunk of programOutput(process.execPath, ["-e", endless])) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
});
