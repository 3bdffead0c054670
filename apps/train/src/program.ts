import { Command } from "commander";
import { registerAllCommand } from "./all/command.ts";
import { registerBinarizeCommand } from "./binarize/command.ts";
import { addCompletion } from "./completion.ts";
import { registerCorpusCommand } from "./corpus/command.ts";
import { registerDistillCommand } from "./distill/command.ts";
import { registerEvaluateCommand } from "./evaluate/command.ts";
import { registerEvaluateImagesCommand } from "./evaluate-images/command.ts";
import { registerEvaluateTableCommand } from "./evaluate-table/command.ts";
import { registerEvaluateTextsCommand } from "./evaluate-texts/command.ts";
import { registerExportCommand } from "./export/command.ts";
import { registerFillCommand } from "./fill/command.ts";
import { registerFitCommand } from "./fit/command.ts";
import { registerGenerateCommand } from "./generate/command.ts";
import { registerImageCommand } from "./image/command.ts";
import { registerKeptAttentionCommand } from "./kept-attention/command.ts";
import { registerLanguageModelCommand } from "./language-model/command.ts";
import { ownVersion } from "./own-version.ts";
import { registerSystemsCommand } from "./systems/command.ts";
import { registerResultsCommand } from "./systems/results-command.ts";
import { registerTextCommand } from "./text/command.ts";
import { registerTokenizerCommand } from "./tokenizer/command.ts";
import { registerWeightlessCommand } from "./weightless/command.ts";

/** The command line: one command per step from text to score, and one for all. */
export function createProgram(): Command {
  const program = new Command("bnnkit-train")
    .description(
      "Trains small binarized translation models: corpus → tokenizer → fit → export → evaluate; and networks for images and texts.",
    )
    .version(ownVersion(), "-V, --version", "print the version")
    .showHelpAfterError("(--help shows all options)")
    .exitOverride();
  registerCorpusCommand(program);
  registerTokenizerCommand(program);
  registerFitCommand(program);
  registerExportCommand(program);
  registerDistillCommand(program);
  registerEvaluateCommand(program);
  registerAllCommand(program);
  registerImageCommand(program);
  registerTextCommand(program);
  registerSystemsCommand(program);
  registerResultsCommand(program);
  registerEvaluateImagesCommand(program);
  registerKeptAttentionCommand(program);
  registerLanguageModelCommand(program);
  registerBinarizeCommand(program);
  registerGenerateCommand(program);
  registerEvaluateTextsCommand(program);
  registerFillCommand(program);
  registerWeightlessCommand(program);
  registerEvaluateTableCommand(program);
  return addCompletion(program);
}
