package dev.caravan.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Prints what makes a shell complete this command. */
@Command(
    name = "completion",
    description = "Print the script that makes a shell complete caravan's commands and options.",
    footer = {
      "  source <(caravan completion bash)",
      "  caravan completion bash > ~/.local/share/bash-completion/completions/caravan",
      "  source <(caravan completion zsh)          (in .zshrc)"
    })
final class Completion implements Callable<Integer> {

  /** The constants are spelled as they are typed; zsh understands the script for bash, which sees to that. */
  enum Shell { bash, zsh }

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "bash|zsh", description = "the shell")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    caravan.terminal().print(AutoComplete.bash("caravan", Caravan.commandLine()));
    return 0;
  }
}
