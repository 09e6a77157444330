package dev.caravan.config.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Money;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StripeAmountTest {

  @ParameterizedTest(name = "{0} minor units of {1} are {2} to Stripe")
  @CsvSource({
      "1, EUR, 1", "1099, USD, 1099", "1045, HUF, 1045", "80045, TWD, 80045", "999999999999, USD, 999999999999",
      "500, JPY, 500", "500, KRW, 500", "7, CLP, 7", "500, XOF, 500", "500, VND, 500",
      "5120, KWD, 5120", "10, BHD, 10", "5130, JOD, 5130", "1000, OMR, 1000", "1000, TND, 1000",
      "5, ISK, 500", "5, UGX, 500", "1250000, UGX, 125000000",
      "500, MGA, 5"})
  void amounts_are_told_in_the_units_in_which_Stripe_counts_the_currency(long minorUnits, String currency, long units) {
    assertThat(StripeAmount.of(new Money(minorUnits, currency))).contains(new StripeAmount(units, currency));
  }

  @ParameterizedTest(name = "{0} minor units of {1}: {2}")
  @CsvSource({
      "5124, KWD, the last of three decimals must be zero", "1, BHD, the last of three decimals must be zero",
      "501, MGA, no decimals there",
      "0, EUR, nothing cannot be moved", "-1, EUR, less than nothing cannot be moved",
      "1000000000000, USD, thirteen digits", "10000000000, ISK, thirteen digits on the wire",
      "9223372036854775807, UGX, more than fits",
      "1000, IQD, three decimals that Stripe does not list", "1000, LYD, three decimals that Stripe does not list",
      "1, XAU, no money", "1, XXX, no currency", "1, CLF, four decimals that Stripe does not list"})
  void what_Stripe_cannot_move_exactly_is_not_rounded(long minorUnits, String currency, String why) {
    assertThat(StripeAmount.of(new Money(minorUnits, currency))).as(why).isEmpty();
  }
}
