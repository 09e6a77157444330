package dev.caravan.config.kafka;

import org.apache.camel.component.kafka.serde.KafkaHeaderDeserializer;
import org.apache.camel.component.kafka.serde.KafkaHeaderSerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Keys, messages and headers are text in UTF-8 or nothing. Whatever else comes is not looked into. */
public final class Text implements Deserializer<String>, KafkaHeaderDeserializer, KafkaHeaderSerializer {

  /** Kafka makes one by itself. */
  public Text() {}

  @Override
  public @Nullable String deserialize(String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      // The one character that the database cannot keep.
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public byte @Nullable [] serialize(String name, @Nullable Object value) {
    return value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
