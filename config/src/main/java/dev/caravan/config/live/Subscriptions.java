package dev.caravan.config.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravan.config.services.ConditionalOnService;
import dev.caravan.model.Outcome;
import dev.caravan.model.live.Subscriber;
import dev.caravan.model.live.Subscribers;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is published, as the contract says, and who subscribes to it. */
@Component("subscriptions")
@ConditionalOnService("api")
public class Subscriptions {

  private final List<Published> topics = new ArrayList<>();
  private final List<Subscribers> sources;

  Subscriptions(List<Subscribers> sources) throws IOException {
    this.sources = sources;
    try (var yaml = new ClassPathResource("contract/asyncapi.yaml").getInputStream()) {
      var contract = new YAMLMapper().readTree(yaml);
      for (var channel : contract.get("channels")) {
        topics.add(new Published(channel.get("address").asText(), channel.get("description").asText(), facts(contract, channel), List.of()));
      }
    }
  }

  /**
   * A topic.
   *
   * @param facts the types of the facts on it
   */
  public record Published(String topic, String description, List<String> facts, List<Subscriber> subscribers) {}

  /** All topics. */
  public record Overview(List<Published> topics) implements Outcome {}

  public Overview list() {
    var known = sources.stream().map(Subscribers::byTopic).toList();
    return new Overview(topics.stream().map(topic -> new Published(topic.topic(), topic.description(), topic.facts(),
        known.stream().flatMap(source -> source.getOrDefault(topic.topic(), List.of()).stream()).toList())).toList());
  }

  private static List<String> facts(JsonNode contract, JsonNode channel) {
    var payload = resolve(contract, resolve(contract, channel.at("/messages/fact")).get("payload"));
    var facts = new ArrayList<String>();
    for (var part : payload.get("allOf")) {
      resolve(contract, part.at("/properties/type")).path("enum").forEach(type -> facts.add(type.asText()));
    }
    return facts;
  }

  private static JsonNode resolve(JsonNode contract, JsonNode node) {
    return node.has("$ref") ? resolve(contract, contract.at(node.get("$ref").asText().substring(1))) : node;
  }
}
