package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.UUID;
import java.util.concurrent.Callable;

/** Orders something in words. */
@Command(
    name = "order",
    description = {
      "Order something in words.",
      "An answer that gets lost is asked for again with the same Idempotency-Key, so nothing is ordered twice."
    })
final class Order implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<words>", description = "such as \"two blueberry pancakes and a large coffee\"")
  private String words = "";

  @Option(names = "--customer", defaultValue = "ada", description = "who orders (default: ${DEFAULT-VALUE})")
  private String customer = "";

  @Option(
      names = "--method",
      defaultValue = "card",
      description = "how it is paid; for tests card-declined, card-insufficient-funds, card-timeout and "
          + "card-processor-error (default: ${DEFAULT-VALUE})")
  private String method = "";

  @Option(
      names = "--wait",
      description = "tell what happens until the order ends; exit code 1 if it was not completed")
  private boolean wait;

  @Override
  public Integer call() {
    var server = caravan.server();
    var wanted = Json.object().put("customerId", customer).put("text", words);
    wanted.putObject("payment").put("method", method);
    var taken = server.postOnce("/orders", wanted, UUID.randomUUID().toString());
    if (wait) {
      return new Follow(server, caravan.terminal(), caravan.json()).toItsEnd(taken.path("id").asText());
    }
    if (caravan.json()) {
      caravan.terminal().print(Json.write(taken));
    } else {
      OrderSheet.print(taken, caravan.terminal());
    }
    return 0;
  }
}
