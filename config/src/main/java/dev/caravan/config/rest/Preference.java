package dev.caravan.config.rest;

import dev.caravan.model.Refusal;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of several formats a caller would rather have, after RFC 9110: the most specific range that covers one counts. */
@Component("preference")
public class Preference {

  private static final Comparator<MediaType> MOST_SPECIFIC_FIRST =
      Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype);

  /**
   * The media type that is liked best, or a refusal.
   *
   * @param accept the header, or all of them; without any, everything is liked
   * @param offered media types; the first of those that are liked alike is taken
   */
  public Object of(@Nullable Object accept, String offered) {
    return best(accept, MediaType.parseMediaTypes(offered)).<Object>map(MediaType::toString)
        .orElseGet(() -> Refusal.of("not-acceptable", "Accept", "There is this only as one of " + offered + "."));
  }

  private static Optional<MediaType> best(@Nullable Object accept, List<MediaType> offered) {
    try {
      var ranges = new ArrayList<MediaType>();
      ObjectHelper.createIterable(accept, null).forEach(header -> ranges.addAll(MediaType.parseMediaTypes(header.toString())));
      if (ranges.isEmpty()) {
        ranges.add(MediaType.ALL);
      }
      return offered.stream().filter(type -> quality(type, ranges) > 0).max(Comparator.comparing(type -> quality(type, ranges)));
    } catch (InvalidMediaTypeException e) {
      return Optional.empty();
    }
  }

  private static double quality(MediaType type, List<MediaType> ranges) {
    return ranges.stream().filter(range -> range.includes(type)).min(MOST_SPECIFIC_FIRST)
        .map(MediaType::getQualityValue).orElse(0.0);
  }
}
