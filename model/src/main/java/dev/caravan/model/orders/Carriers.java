package dev.caravan.model.orders;

import dev.caravan.model.Refusal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends what is ordered here.
 *
 * @param known everybody who could
 * @param house who does where the customer names nobody, in the order in which they are tried
 */
public record Carriers(Set<String> known, List<String> house) {

  List<String> chosen(List<String> wanted) {
    return wanted.isEmpty() ? house : wanted;
  }

  Optional<Refusal> refusal(Collection<String> wanted, String field) {
    return known.containsAll(wanted) ? Optional.empty()
        : Optional.of(Refusal.of("invalid", field, "must be among " + known.stream().sorted().toList()));
  }
}
