import { Argument } from "commander";
import { bashCompletion } from "../completion/bash.js";
import { fishCompletion } from "../completion/fish.js";
import { type CompletionNode, completionModel } from "../completion/model.js";
import { zshCompletion } from "../completion/zsh.js";
import { exitCodes } from "../exit-codes.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export const completionCommand: CommandModule = {
  declare(command, { context, exit, commands }) {
    command
      .description("Print a completion script: commands, options, events, and the flags of each event.")
      .addArgument(new Argument("<shell>", "the shell to print the script for").choices(Object.keys(shells)))
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "source <(metric-events completion bash)",
          "metric-events completion zsh > ~/.zfunc/_metric-events",
          "metric-events completion fish > ~/.config/fish/completions/metric-events.fish",
          "",
          "The script contains the current events: print it again when the schemas change.",
        ),
      )
      .action(async (shell: keyof typeof shells) => {
        const catalogue = await loadCatalogue(schemasOf(command), context);
        const root: CompletionNode = await completionModel(commands, catalogue, context);
        await context.stdout.print(shells[shell](root));
        exit(exitCodes.ok);
      });
  },
};
