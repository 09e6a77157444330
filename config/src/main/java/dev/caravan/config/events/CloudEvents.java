package dev.caravan.config.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.events.Envelope;
import dev.caravan.model.events.Event;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.data.PojoCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Facts as CloudEvents 1.0 in JSON, with the sequence and distributed tracing extensions. */
@Component("cloudEvents")
public class CloudEvents implements Envelope {

  private static final URI SOURCE = URI.create("/caravan");
  private static final String SEQUENCE = "sequence";
  private static final String ACTOR = "actor";
  private static final String TRACE = "trace";

  private final JsonFormat format = new JsonFormat();
  private final ObjectMapper json;

  public CloudEvents(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String write(Event fact) {
    var event = CloudEventBuilder.v1()
        .withId(fact.id().toString()).withSource(SOURCE).withType(fact.type()).withSubject(fact.subject())
        .withTime(fact.occurredAt().atOffset(ZoneOffset.UTC))
        .withData("application/json", PojoCloudEventData.wrap(fact.data(), json::writeValueAsBytes))
        .withExtension(SEQUENCE, Long.toString(fact.seq())).withExtension(ACTOR, fact.actor());
    if (fact.trace() != null) {
      event.withExtension(TRACE, fact.trace());
    }
    return new String(format.serialize(event.build()), StandardCharsets.UTF_8);
  }

  /** @throws RuntimeException if it is not a CloudEvent that {@link #write} could have written */
  @SuppressWarnings("unchecked")
  public Event read(String text) {
    var event = format.deserialize(text.getBytes(StandardCharsets.UTF_8));
    var trace = event.getExtension(TRACE);
    try {
      return new Event(
          Long.parseLong(String.valueOf(event.getExtension(SEQUENCE))), UUID.fromString(event.getId()), event.getType(),
          Objects.requireNonNull(event.getSubject()), json.readValue(Objects.requireNonNull(event.getData()).toBytes(), Map.class),
          String.valueOf(event.getExtension(ACTOR)), Objects.requireNonNull(event.getTime()).toInstant(),
          trace == null ? null : trace.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a fact: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
