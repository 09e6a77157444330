package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists the people whom Caravan knows. */
@Command(name = "users", description = "List the people whom Caravan knows.", footer = "  caravan users --role runner")
final class ListUsers implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Option(names = "--role", paramLabel = "<role>", description = "only CUSTOMER, RUNNER, STAFF or OPERATOR")
  private @Nullable String role;

  @Option(names = "--limit", defaultValue = "20", description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    var path = new Query("/users").and("limit", limit).and("role", role == null ? null : role.toUpperCase(Locale.ROOT));
    return caravan.show(caravan.server().get(path.toString()), (page, terminal) -> print(page.path("users"), terminal));
  }

  static void print(JsonNode user, Terminal terminal) {
    var table = new Table("USER", "NAME", "ROLES", "STARS", "BLOCKED");
    (user.isArray() ? user : List.of(user)).forEach(one -> table.row(
        one.path("id").asText(), one.path("name").asText(), Texts.list(one.path("roles")),
        one.path("rating").path("average").asText(), one.path("blockedReason").asText()));
    table.print(terminal);
  }
}
