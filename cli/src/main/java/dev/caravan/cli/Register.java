package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Makes somebody known. */
@Command(
    name = "register",
    description = "Make somebody known; a courier's customers and the runners have to be.",
    footer = "  caravan register ray --name \"Ray\" --role runner")
final class Register implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<id>", converter = Id.class, description = "what the user is called by")
  private String id = "";

  @Option(names = "--name", required = true, paramLabel = "<name>", description = "1 to 100 characters")
  private String name = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "<role>",
      description = "CUSTOMER, RUNNER, STAFF or OPERATOR; may be given more than once")
  private List<String> roles = List.of();

  @Option(names = "--email", paramLabel = "<address>", description = "an e-mail address")
  private @Nullable String email;

  @Override
  public Integer call() {
    var wanted = Json.given("id", id, "name", name, "email", email);
    var wantedRoles = wanted.putArray("roles");
    roles.forEach(role -> wantedRoles.add(role.toUpperCase(Locale.ROOT)));
    return caravan.show(caravan.server().post("/users", wanted), ListUsers::print);
  }
}
