package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** A command about one order. */
abstract class OfOrder implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(index = "0", paramLabel = "<id>", converter = Id.class, description = "the order")
  private String id = "";

  Caravan caravan() {
    return caravan;
  }

  String id() {
    return id;
  }

  /** Where something of the order is, such as {@code /history}; the order itself where {@code what} is empty. */
  String path(String what) {
    return "/orders/" + id + what;
  }

  /** Asks something of the order and shows the order as it then stands. */
  int ask(String what, JsonNode body) {
    return caravan.show(caravan.server().post(path(what), body), OrderSheet::print);
  }
}
