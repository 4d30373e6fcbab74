package dev.coxswain.apimachinery.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.api.resource.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0,0",
    "00,0",
    "-0,0",
    "0m,0",
    "0Ki,0",
    "1,1",
    "+1,1",
    "-1,-1",
    "01,1",
    "100,100",
    "1000,1k",
    "1k,1k",
    "1000m,1",
    "100m,100m",
    "1500m,1500m",
    "0.5,500m",
    ".5,500m",
    "1.,1",
    "1.5,1500m",
    "0.1,100m",
    "1u,1u",
    "1n,1n",
    "1M,1M",
    "1500k,1500k",
    "1000k,1M",
    "1G,1G",
    "1T,1T",
    "1P,1P",
    "1E,1E",
    "1Ki,1Ki",
    "1024,1024",
    "1024Ki,1Mi",
    "2048Mi,2Gi",
    "1.5Gi,1536Mi",
    "1025Ki,1025Ki",
    "0.5Ki,512",
    "0.5Mi,512Ki",
    "1000Ki,1000Ki",
    "0.1Ki,102400m",
    "0.001Ki,1024m",
    "1e3,1e3",
    "1E3,1e3",
    "1e4,10e3",
    "100e3,100e3",
    "1e-3,1e-3",
    "5e-1,500e-3",
    "12345,12345",
    "0.1n,1n",
    "0.0000000001,1n",
    "-0.1n,-1n",
    "1.0000000001,1000000001n",
    "1e-30,1e-9",
    "1Ei,1Ei",
    "9223372036854775807,9223372036854775807",
    "100000000000000000000,100E",
    "16Ei,9223372036854775807",
    "-16Ei,-9223372036854775807",
    "1e100,10e99",
    "-5Mi,-5Mi",
    ".,0",
    "k,0",
    "+,0",
    "128Mi,128Mi",
    "1.00,1",
    "-100m,-100m"
  })
  void canonical(String text, String expected) {
    assertThat(Amount.parse(text)).hasToString(expected);
    assertThat(Amount.parse(expected)).isEqualTo(Amount.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1x", "abc", "1 ", " 1", "1.5.5", "10MB", "1 Gi", "1m1m"})
  void wrongFormat(String text) {
    assertThatThrownBy(() -> Amount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1Mii", "1mm", "1K", "1i", "1e", "1ee5", "1-1", "1k1", "--1"})
  void wrongSuffix(String text) {
    assertThatThrownBy(() -> Amount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unable to parse quantity's suffix");
  }

  @ParameterizedTest(name = "{0} is {1} or {2} thousandths")
  @CsvSource({
    "1,1,1000",
    "1m,1,1",
    "1001m,2,1001",
    "-1m,-1,-1",
    "1n,1,1",
    "2Gi,2147483648,2147483648000",
    "1e100,9223372036854775807,9223372036854775807",
    "1.5,2,1500",
    "0,0,0"
  })
  void wholeValuesRoundAwayFromZero(String text, long value, long milli) {
    assertThat(Amount.parse(text).value()).isEqualTo(value);
    assertThat(Amount.parse(text).milliValue()).isEqualTo(milli);
  }

  @Test
  void sumsAreWrittenLikeTheirFirstPartUnlessItIsZero() {
    assertThat(Amount.parse("1Gi").plus(Amount.parse("1Gi"))).hasToString("2Gi");
    assertThat(Amount.parse("500m").plus(Amount.parse("500m"))).hasToString("1");
    assertThat(Amount.ZERO.plus(Amount.parse("1Mi"))).hasToString("1Mi");
    assertThat(Amount.parse("1M").plus(Amount.parse("1Mi"))).hasToString("2048576");
    assertThat(Amount.parse("1Mi").minus(Amount.parse("1Ki"))).hasToString("1023Ki");
    assertThat(Amount.ofMilli(1500)).hasToString("1500m");
    assertThat(Amount.ofUnits(2000)).hasToString("2k");
    assertThat(Amount.ofBytes(2048)).hasToString("2Ki");
    assertThat(Amount.parse("3").times(4)).hasToString("12");
  }

  @Test
  void numbersCompareHoweverTheyAreWritten() {
    assertThat(Amount.parse("1000m"))
        .isEqualTo(Amount.parse("1"))
        .hasSameHashCodeAs(Amount.parse("1"));
    assertThat(Amount.parse("1Ki")).isGreaterThan(Amount.parse("1k"));
    assertThat(Amount.parse("1Ki").max(Amount.parse("2k"))).isEqualTo(Amount.parse("2k"));
    assertThat(Amount.of(Quantity.getDefaultInstance()).isZero()).isTrue();
    assertThat(Amount.parse("0.5").toProto().getString()).isEqualTo("500m");
    assertThat(Amount.parse("0.5").isWhole()).isFalse();
    assertThat(Amount.parse("1000m").isWhole()).isTrue();
  }
}
