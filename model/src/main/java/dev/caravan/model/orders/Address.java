package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an order is brought or sent: a place on the campus, which has a {@code building}, or a postal address, which has a
 * {@code street}, a {@code city} and a {@code zip}.
 *
 * @param state or province, where the country has such
 * @param country ISO 3166-1 alpha-2; the house's own where it is left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(
    @Size(max = 100) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String building,
    @Size(max = 50) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String room,
    @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String street,
    @Size(max = 100) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String city,
    @Size(max = 100) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String state,
    @Size(max = 20) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String zip,
    @Nullable String country) {

  /** Why an order cannot go this way to this address, if it cannot. @param field where the address stands in the request */
  Optional<Refusal> refusal(Fulfilment.Type way, String field) {
    var campus = parts("building", building, "room", room);
    var postal = parts("street", street, "city", city, "zip", zip, "state", state, "country", country);
    return switch (way) {
      case PICKUP -> Optional.of(Refusal.of("invalid", field, "is not for PICKUP"));
      case COURIER -> stranger(postal, "SHIPMENT", field).or(() -> missing(campus, 1, "is needed where a courier is to come", field));
      case SHIPMENT -> stranger(campus, "COURIER", field).or(() -> missing(postal, 3, "is needed where a carrier is to come", field))
          .or(() -> country == null || Arrays.asList(Locale.getISOCountries()).contains(country) ? Optional.empty()
              : Optional.of(Refusal.of("invalid", field + ".country", "must be an ISO 3166-1 code of two letters")));
    };
  }

  private static Map<String, Optional<String>> parts(@Nullable String... namesAndValues) {
    var parts = new LinkedHashMap<String, Optional<String>>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parts.put(String.valueOf(namesAndValues[i]), Optional.ofNullable(namesAndValues[i + 1]));
    }
    return parts;
  }

  private static Optional<Refusal> stranger(Map<String, Optional<String>> parts, String way, String field) {
    return parts.entrySet().stream().filter(part -> part.getValue().isPresent()).findFirst()
        .map(part -> Refusal.of("invalid", field + "." + part.getKey(), "is for " + way + " only"));
  }

  private static Optional<Refusal> missing(Map<String, Optional<String>> parts, int needed, String detail, String field) {
    return parts.entrySet().stream().limit(needed).filter(part -> part.getValue().filter(text -> !text.isBlank()).isEmpty()).findFirst()
        .map(part -> Refusal.of("invalid", field + "." + part.getKey(), detail));
  }
}
