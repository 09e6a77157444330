package dev.caravan.config.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.caravan.model.Refusal;
import org.springframework.boot.jackson.JsonComponent;

import java.io.IOException;

/** A refusal within an answer is a problem document, too. */
@JsonComponent
class RefusalJson extends JsonSerializer<Refusal> {

  @Override
  public void serialize(Refusal refusal, JsonGenerator json, SerializerProvider serializers) throws IOException {
    serializers.defaultSerializeValue(Problems.of(refusal), json);
  }
}
