import { execFileSync, spawnSync } from "node:child_process";
import { Command, Option } from "commander";
import { describe, expect, test } from "vitest";
import { addCompletion } from "../src/completion.ts";
import { runInProcess } from "./run-in-process.ts";

/** What a program with two commands prints for a shell.
 *  @param isNested  whether one of them has a command of its own */
function scriptOf(shell: string, isNested = false): string {
  let script = "";
  const program = new Command("some-tool").configureOutput({
    writeOut: (text) => {
      script += text;
    },
  });
  program
    .command("paint")
    .summary("paint it's wall")
    .addOption(new Option("-c, --colour <name>", "which [one]").choices(["red", "green"]))
    .option("--from <file>", "where it is");
  const sand = program.command("sand").option("--fine", "fine paper");
  if (isNested) sand.command("wet").summary("with water").option("--litres <n>", "how much");
  expect(() => addCompletion(program).parse(["--completion", shell], { from: "user" })).toThrow();
  return script;
}

const bash = (words: readonly string[], script = scriptOf("bash")): string[] => {
  const line = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _some_tool; echo "\${COMPREPLY[*]}"`;
  return execFileSync("bash", ["-c", `${script}\n${ask}`], { encoding: "utf8" })
    .trim()
    .split(" ");
};

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

describe.skipIf(!has("bash"))("bash", () => {
  test.each([
    [
      ["some-tool", ""],
      ["paint", "sand"],
    ],
    [["some-tool", "s"], ["sand"]],
    [["some-tool", "--comp"], ["--completion"]],
    [
      ["some-tool", "--completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["some-tool", "paint", "--"],
      ["--colour", "--from", "--help"],
    ],
    [["some-tool", "paint", "-c", "g"], ["green"]],
    [["some-tool", "sand", "--f"], ["--fine"]],
    // Nothing of our own: the shell offers files.
    [["some-tool", "paint", "--from", ""], [""]],
    [["some-tool", "sand", ""], [""]],
  ])("%j is completed to %j", (words, expected) => {
    expect(bash(words)).toEqual(expected);
  });

  test.each([
    [["some-tool", "sand", ""], ["wet"]],
    [
      ["some-tool", "sand", "wet", "--"],
      ["--litres", "--help"],
    ],
    [["some-tool", "--help", "sand", "--f"], ["--fine"]],
    // A command's name behind nothing that has it is none.
    [["some-tool", "wet", "--l"], [""]],
    [["some-tool", "sand", "wet", ""], [""]],
  ])("%j of commands in commands is completed to %j", (words, expected) => {
    expect(bash(words, scriptOf("bash", true))).toEqual(expected);
  });
});

test.skipIf(!has("zsh"))("zsh takes the script", () => {
  const input = scriptOf("zsh", true);
  const { status, stderr } = spawnSync("zsh", ["-n"], { input, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test.skipIf(!has("fish"))("fish completes commands, options and choices", () => {
  const complete = (line: string): string[] =>
    execFileSync("fish", ["--no-config", "-c", `${scriptOf("fish")}\ncomplete -C "${line}"`], {
      encoding: "utf8",
    })
      .trim()
      .split("\n");
  expect(complete("some-tool ")).toEqual(["paint\tpaint it's wall", "sand"]);
  expect(complete("some-tool paint --colour ")).toEqual(["green\twhich [one]", "red\twhich [one]"]);
  expect(complete("some-tool sand --fi")).toEqual(["--fine\tfine paper"]);
});

test("the zsh script names commands, options, choices and files", () => {
  const script = scriptOf("zsh");
  expect(script).toMatch(/^#compdef some-tool\n/);
  expect(script).toContain("'paint:paint it'\\''s wall'");
  expect(script).toContain("'--colour[which \\[one\\]]:value:(red green)'");
  expect(script).toContain("'--from[where it is]:value:_files'");
});

test("the command prints its own, with those of its subcommands", async () => {
  const { code, stdout, stderr } = await runInProcess(["--completion", "bash"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^ {4}''\) words='.*--version .*' commands='file serve batch page' ;;$/m);
  expect(stdout).toMatch(/^ {4}'file'\) words='.*--format .*--glossary .*' commands='' ;;$/m);
  expect(stdout).toContain("complete -o default -F _bnnkit_translate bnnkit-translate\n");
  expect(await runInProcess(["--completion", "tcsh"])).toMatchObject({ code: 2, stdout: "" });
});
