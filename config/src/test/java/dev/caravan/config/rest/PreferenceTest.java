package dev.caravan.config.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class PreferenceTest {

  private static final String OFFERED = "application/json, text/html, application/pdf";

  private final Preference preference = new Preference();

  @ParameterizedTest(name = "of {0} comes {1}")
  @CsvSource(delimiter = '>', value = {
      "application/json > application/json",
      "application/* > application/json",
      "*/* > application/json",
      "text/html, application/json > application/json",
      "text/html, application/json;q=0.9 > text/html",
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 > text/html",
      "TEXT/HTML;charset=utf-8 > text/html",
      "text/* > text/html",
      "application/pdf, */*;q=0.1 > application/pdf",
      "*/*, application/json;q=0, text/html;q=0.5 > application/pdf",
      "image/png, application/pdf;q=0.001 > application/pdf"})
  void the_best_liked_format_is_taken_and_the_first_of_equals(String accept, String taken) {
    assertThat(preference.of(accept, OFFERED)).isEqualTo(taken);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void who_says_nothing_takes_anything(String accept) {
    assertThat(preference.of(accept, OFFERED)).isEqualTo("application/json");
  }

  @Test
  void a_header_that_is_given_twice_says_both() {
    assertThat(preference.of(List.of("image/png", "text/html"), OFFERED)).isEqualTo("text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "text/plain", "application/pdf;q=0", "*/*;q=0", "html", "text/html;q=much", "*/html", ",;", "'x'"})
  void what_cannot_be_had_or_understood_is_refused(String accept) {
    assertThat(preference.of(accept, OFFERED)).isInstanceOfSatisfying(Refusal.class, refusal -> {
      assertThat(refusal.code()).isEqualTo("not-acceptable");
      assertThat(refusal.field()).isEqualTo("Accept");
      assertThat(refusal.detail()).contains(OFFERED);
    });
  }
}
