package dev.caravan.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A contract as Caravan serves it, and whether what it does is in it. */
final class Contract {

  private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final List<String> HEADERS = List.of("Location", "ETag", "Link");

  /** @param path below the API, such as <code>/orders/{id}</code> */
  record Operation(String method, String path, List<JsonNode> parameters, JsonNode node) {

    String id() {
      return node.get("operationId").asText();
    }

    private boolean takes(String otherMethod, String otherPath) {
      return method.equals(otherMethod) && otherPath.matches(path.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+"));
    }

    private int placeholders() {
      return path.length() - path.replace("{", "").length();
    }
  }

  private final JsonNode document;

  /** @param name openapi or asyncapi */
  Contract(int port, String name) {
    document = new Shop(port).get("/" + name + ".json");
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    document.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(verb -> {
      if (!verb.getKey().equals("parameters")) {
        var parameters = Stream.of(path.getValue(), verb.getValue())
            .flatMap(node -> elements(node.path("parameters"))).map(this::resolve).toList();
        operations.add(new Operation(verb.getKey().toUpperCase(), path.getKey(), parameters, verb.getValue()));
      }
    }));
    return operations;
  }

  /** The operation that such a request is for. @param path below the API, without a query */
  Optional<Operation> operation(String method, String path) {
    return operations().stream().filter(operation -> operation.takes(method, path))
        .min(Comparator.comparing(Operation::placeholders));
  }

  /** Where the answer is not as the operation's contract says; nothing if it is. */
  List<String> faults(Operation operation, HttpResponse<String> answer) {
    var responses = operation.node().get("responses");
    var status = String.valueOf(answer.statusCode());
    var response = resolve(responses.has(status) ? responses.get(status) : responses.get("default"));
    var faults = new ArrayList<String>();
    for (var header : HEADERS) {
      var declared = response.path("headers").has(header);
      var there = answer.headers().firstValue(header).isPresent();
      if (there && !declared || declared && !there && !header.equals("Link")) {
        faults.add(header + (there ? " is not declared" : " is missing"));
      }
    }
    var type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    if (type.isEmpty() ? response.has("content") : !response.path("content").has(type)) {
      faults.add("is of the type '" + type + "'");
    } else if (type.endsWith("json") && response.get("content").get(type).has("schema")) {
      faults.addAll(faults(response.get("content").get(type).get("schema"), Shop.read(answer.body())));
    }
    return faults.stream().map(fault -> operation.id() + " " + status + ": " + fault + ": " + answer.body()).toList();
  }

  /** Where a value is not as a schema of this contract says. */
  List<String> faults(JsonNode schema, JsonNode value) {
    var whole = schema.<ObjectNode>deepCopy().set("components", document.get("components"));
    return SCHEMAS.getSchema(whole).validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream().map(Error::toString).toList();
  }

  JsonNode at(String pointer) {
    return document.at(pointer);
  }

  JsonNode schemas() {
    return document.at("/components/schemas");
  }

  /** What the node refers to, or the node itself. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(document.at(node.get("$ref").asText().substring(1))) : node;
  }

  /** The names of the schemas that are reached from here. */
  Set<String> reached(Stream<JsonNode> from) {
    var reached = new LinkedHashSet<String>();
    from.forEach(node -> reach(node, reached));
    return reached;
  }

  private void reach(JsonNode from, Set<String> reached) {
    for (var reference : from.findValuesAsText("$ref")) {
      if (!reference.startsWith("#/components/schemas/") || reached.add(name(reference))) {
        reach(document.at(reference.substring(1)), reached);
      }
    }
  }

  /** Of a schema, by what refers to it. */
  static String name(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  static Stream<JsonNode> elements(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  static Set<String> texts(JsonNode node) {
    var texts = new LinkedHashSet<String>();
    node.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
