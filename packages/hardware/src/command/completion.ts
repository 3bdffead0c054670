import { type Command, CommanderError, Option } from "commander";

// The commands of this repository have this file in common, word for word: they must not import each other.

const shells = ["bash", "zsh", "fish"];

/** Adds `--completion <shell>` to a program: prints a script that completes its commands, options and their choices, made
 *  from the program's own definition; where a value is free, files are offered. */
export function addCompletion(program: Command): Command {
  program.addOption(
    new Option("--completion <shell>", "print a script that completes this command").choices(
      shells,
    ),
  );
  return program.on("option:completion", (shell: string) => {
    program.configureOutput().writeOut?.(completionScript(program, shell));
    throw new CommanderError(0, "bnnkit.completion", "");
  });
}

interface Completed {
  /** The program's own name, or that of a command. */
  readonly name: string;
  /** Names of the commands that lead to it, its own last; "" for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly commands: readonly Completed[];
}

function completionScript(program: Command, shell: string): string {
  const write = shell === "bash" ? bashScript : shell === "zsh" ? zshScript : fishScript;
  return `${write(describe(program, "")).join("\n")}\n`;
}

function describe(command: Command, path: string): Completed {
  return {
    name: command.name(),
    path,
    description: command.summary() || command.description(),
    options: command.createHelp().visibleOptions(command),
    commands: command.commands.map((one) => describe(one, `${path} ${one.name()}`.trim())),
  };
}

/** A program and all its commands, those in commands too. */
function flatten(one: Completed): readonly Completed[] {
  return [one, ...one.commands.flatMap(flatten)];
}

function bashScript(program: Completed): string[] {
  const all = flatten(program);
  const paths = all.flatMap(({ path }) => (path === "" ? [] : [quote(path)]));
  const values = all.flatMap(({ path, options }) =>
    options.filter(takesValue).map((option) => {
      const patterns = flagsOf(option).map((flag) => quote(`${path} ${flag}`));
      const words = option.argChoices?.join(" ");
      const offered =
        words === undefined ? "" : ` COMPREPLY=($(compgen -W ${quote(words)} -- "$cur"));`;
      return `    ${patterns.join("|")})${offered} return ;;`;
    }),
  );
  const words = all.map(({ path, options, commands }) => {
    const names = commands.map(({ name }) => name).join(" ");
    return `    ${quote(path)}) words=${quote(options.flatMap(flagsOf).join(" "))} commands=${quote(names)} ;;`;
  });
  const functionName = functionNameOf(program.name);
  return [
    `${functionName}() {`,
    `  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= words= commands= longer i`,
    ...(paths.length === 0
      ? []
      : [
          "  for ((i = 1; i < COMP_CWORD; i++)); do",
          `    longer="$command\${command:+ }\${COMP_WORDS[i]}"`,
          `    case "$longer" in ${paths.join("|")}) command=$longer ;; esac`,
          "  done",
        ]),
    "  COMPREPLY=()",
    '  case "$command $prev" in',
    ...values,
    "  esac",
    '  case "$command" in',
    ...words,
    "  esac",
    "  if [[ $cur != -* ]]; then words=$commands; fi",
    '  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    `complete -o default -F ${functionName} ${program.name}`,
  ];
}

function zshScript(program: Completed): string[] {
  const functionName = functionNameOf(program.name);
  return [
    `#compdef ${program.name}`,
    `${functionName}() {`,
    "  local -a commands",
    ...zshCase(program, "  "),
    "}",
    `if [[ $funcstack[1] == ${functionName} ]]; then ${functionName} "$@"; else compdef ${functionName} ${program.name}; fi`,
  ];
}

/** What completes the words behind a command, which is the first of `words`. */
function zshCase({ options, commands }: Completed, indent: string): readonly string[] {
  const files = quote("*:file:_files");
  const specs = [
    ...options.map(zshSpec),
    commands.length === 0 ? files : quote("1:command:->command"),
  ];
  const line = `_arguments${specs.map((spec) => ` \\\n${indent}  ${spec}`).join("")}`;
  if (commands.length === 0) return [`${indent}${line}`];
  const names = commands.map(({ name, description }) =>
    quote(`${name.replaceAll(":", "\\:")}:${description}`),
  );
  return [
    `${indent}case $words[2] in`,
    ...commands.flatMap((one) => [
      `${indent}  ${one.name}) shift words; ((CURRENT--))`,
      ...zshCase(one, `${indent}    `),
      `${indent}    ;;`,
    ]),
    `${indent}  *) commands=(${names.join(" ")}); ${line}`,
    `${indent}    [[ $state == command ]] && _describe command commands`,
    `${indent}    ;;`,
    `${indent}esac`,
  ];
}

function zshSpec(option: Option): string {
  const text = option.description.replaceAll(/[[\]:\\]/g, "\\$&");
  const value = option.argChoices === undefined ? "_files" : `(${option.argChoices.join(" ")})`;
  const ending = `[${text}]${takesValue(option) ? `:value:${value}` : ""}`;
  const flags = flagsOf(option);
  return flags.map((flag) => quote(`${option.variadic ? "*" : ""}${flag}${ending}`)).join(" ");
}

function fishScript(program: Completed): string[] {
  return flatten(program).flatMap((command) => {
    const { path, options, commands } = command;
    const here = fishCondition(command);
    const lines = options.map((option) => {
      const flags = flagsOf(option).map((flag) =>
        flag.startsWith("--") ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`,
      );
      const value =
        option.argChoices === undefined ? " -r" : ` -x -a ${quote(option.argChoices.join(" "))}`;
      const taken = takesValue(option) ? value : "";
      const where = path === "" && commands.length === 0 ? "" : ` -n ${quote(here)}`;
      return `complete -c ${program.name}${where}${flags.join("")}${taken} -d ${quote(option.description)}`;
    });
    const names = commands.map(
      ({ name, description }) =>
        `complete -c ${program.name} -f -n ${quote(here)} -a ${name} -d ${quote(description)}`,
    );
    return [...lines, ...names];
  });
}

/** That the words so far are those of a command, and no command of it. */
function fishCondition({ path, commands }: Completed): string {
  const seen = path
    .split(" ")
    .flatMap((name) => (name === "" ? [] : [`__fish_seen_subcommand_from ${name}`]));
  const names = commands.map(({ name }) => name).join(" ");
  const unseen = names === "" ? [] : [`not __fish_seen_subcommand_from ${names}`];
  return [...seen, ...unseen].join("; and ");
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function flagsOf({ short, long }: Option): string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

/** A word of a shell, as it is. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function functionNameOf(name: string): string {
  return `_${name.replaceAll("-", "_")}`;
}
