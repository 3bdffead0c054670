import { type Command, CommanderError, Option } from "commander";

// The apps of this repository have this file in common, word for word: they must not import each other.

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
  /** "" for the program itself. */
  readonly command: string;
  readonly description: string;
  readonly options: readonly Option[];
}

function completionScript(program: Command, shell: string): string {
  const name = program.name();
  const all = [program, ...program.commands].map((command): Completed => {
    const help = command.createHelp();
    return {
      command: command === program ? "" : command.name(),
      description: command.summary() || command.description(),
      options: help.visibleOptions(command),
    };
  });
  const write = shell === "bash" ? bashScript : shell === "zsh" ? zshScript : fishScript;
  return `${write(name, all).join("\n")}\n`;
}

function bashScript(name: string, all: readonly Completed[]): string[] {
  const [, ...commands] = all.map(({ command }) => command);
  const values = all.flatMap(({ command, options }) =>
    options.filter(takesValue).map((option) => {
      const patterns = flagsOf(option).map((flag) => quote(`${command} ${flag}`));
      const words = option.argChoices?.join(" ");
      const offered =
        words === undefined ? "" : ` COMPREPLY=($(compgen -W ${quote(words)} -- "$cur"));`;
      return `    ${patterns.join("|")})${offered} return ;;`;
    }),
  );
  const flags = all.map(({ command, options }) => {
    const words = options.flatMap(flagsOf).join(" ");
    return `    ${quote(command)}) words=${quote(words)} ;;`;
  });
  const functionName = functionNameOf(name);
  return [
    `${functionName}() {`,
    `  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= words= i`,
    "  for ((i = 1; i < COMP_CWORD; i++)); do",
    `    case " ${commands.join(" ")} " in *" \${COMP_WORDS[i]} "*) command=\${COMP_WORDS[i]}; break ;; esac`,
    "  done",
    "  COMPREPLY=()",
    '  case "$command $prev" in',
    ...values,
    "  esac",
    '  case "$command" in',
    ...flags,
    "  esac",
    `  if [[ $cur != -* ]]; then [[ -n $command ]] && return; words=${quote(commands.join(" "))}; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    `complete -o default -F ${functionName} ${name}`,
  ];
}

function zshScript(name: string, all: readonly Completed[]): string[] {
  const [program, ...commands] = all;
  const specs = ({ options }: Completed, rest: readonly string[]): string =>
    [...options.map(zshSpec), ...rest].map((spec) => ` \\\n      ${spec}`).join("");
  const functionName = functionNameOf(name);
  const names = commands.map(({ command, description }) =>
    quote(`${command.replaceAll(":", "\\:")}:${description}`),
  );
  const files = quote("*:file:_files");
  const inside = commands.map(
    (one) =>
      `    ${one.command}) shift words; ((CURRENT--)); _arguments${specs(one, [files])}\n      ;;`,
  );
  const first = commands.length === 0 ? files : quote("1:command:->command");
  return [
    `#compdef ${name}`,
    `${functionName}() {`,
    ...(commands.length === 0 ? [] : [`  local -a commands=(${names.join(" ")})`]),
    "  case $words[2] in",
    ...inside,
    `    *) _arguments${specs(program, [first])}`,
    ...(commands.length === 0
      ? []
      : ["      [[ $state == command ]] && _describe command commands"]),
    "      ;;",
    "  esac",
    "}",
    `if [[ $funcstack[1] == ${functionName} ]]; then ${functionName} "$@"; else compdef ${functionName} ${name}; fi`,
  ];
}

function zshSpec(option: Option): string {
  const text = option.description.replaceAll(/[[\]:\\]/g, "\\$&");
  const value = option.argChoices === undefined ? "_files" : `(${option.argChoices.join(" ")})`;
  const ending = `[${text}]${takesValue(option) ? `:value:${value}` : ""}`;
  const flags = flagsOf(option);
  return flags.map((flag) => quote(`${option.variadic ? "*" : ""}${flag}${ending}`)).join(" ");
}

function fishScript(name: string, all: readonly Completed[]): string[] {
  const [program, ...commands] = all;
  const names = commands.map(({ command }) => command).join(" ");
  const isNone = `not __fish_seen_subcommand_from ${names}`;
  const optionLines = ({ command, options }: Completed): string[] =>
    options.map((option) => {
      const where = command === "" ? isNone : `__fish_seen_subcommand_from ${command}`;
      const condition = commands.length === 0 ? "" : ` -n ${quote(where)}`;
      const flags = flagsOf(option).map((flag) =>
        flag.startsWith("--") ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`,
      );
      const value =
        option.argChoices === undefined ? " -r" : ` -x -a ${quote(option.argChoices.join(" "))}`;
      const taken = takesValue(option) ? value : "";
      return `complete -c ${name}${condition}${flags.join("")}${taken} -d ${quote(option.description)}`;
    });
  return [
    ...optionLines(program),
    ...commands.flatMap((one) => [
      `complete -c ${name} -f -n ${quote(isNone)} -a ${one.command} -d ${quote(one.description)}`,
      ...optionLines(one),
    ]),
  ];
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
