package dev.coxswain.controllermanager.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|[]",
        "3|[3]",
        "0,1|[0, 1]",
        "0,2-4,7|[0, 2, 3, 4, 7]",
        "0-2,4,5|[0, 1, 2, 4, 5]"
      })
  void areReadAndWritten(String text, String indexes) {
    var parsed = Indexes.parse(text);
    assertThat(parsed).hasToString(indexes);
    assertThat(Indexes.format(parsed)).isEqualTo(text);
  }
}
