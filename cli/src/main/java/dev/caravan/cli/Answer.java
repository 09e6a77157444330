package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The customer answers what the runner or the kitchen had to ask. */
@Command(
    name = "answer",
    description = "Answer as the customer what the runner had to ask (a higher price, or goods that are not to be had), or the kitchen "
        + "(substitutes for what is short); caravan show tells the question.",
    footer = "  caravan answer o-1001 yes")
final class Answer extends OfOrder {

  /** The constants are spelled as they are typed. */
  enum Reply { yes, no }

  @Parameters(index = "1", paramLabel = "yes|no", description = "whether the customer agrees")
  private Reply reply = Reply.no;

  @Override
  public Integer call() {
    return ask("/approval", Json.object().put("approved", reply == Reply.yes));
  }
}
