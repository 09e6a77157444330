package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Whether the server lives, and whether it can serve. */
@Command(name = "status", description = "Tell whether the server lives and can serve.")
final class Status implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Override
  public Integer call() {
    var server = caravan.server();
    var live = server.health("/health");
    var ready = server.health("/health/ready");
    if (caravan.json()) {
      caravan.terminal().print(Json.write(Json.object()
          .put("url", caravan.url().toString()).put("live", live).put("ready", ready)));
    } else {
      new Table("SERVER", "LIVE", "READY").row(caravan.url(), Texts.status(live), Texts.status(ready))
          .print(caravan.terminal());
    }
    return live.equals("UP") && ready.equals("UP") ? 0 : Failures.REFUSED;
  }
}
