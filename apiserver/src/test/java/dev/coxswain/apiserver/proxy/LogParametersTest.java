package dev.coxswain.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.apiserver.http.QueryParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogParametersTest {
  @Test
  void whatTheKubeletUnderstandsGoesToIt() {
    var query =
        "follow=true&previous=0&sinceTime=2026-01-01T00:00:00Z&tailLines=3&container=c&pretty=1";
    assertThat(LogParameters.check("p", QueryParameters.parse(query)))
        .isEqualTo("follow=true&tailLines=3&sinceTime=2026-01-01T00%3A00%3A00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "tailLines=abc|strconv.ParseInt: parsing \"abc\": invalid syntax",
        "sinceTime=abc|parsing time \"abc\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"abc\""
            + " as \"2006\"",
        "tailLines=-1|PodLogOptions \"p\" is invalid: tailLines: Invalid value: -1: must be greater"
            + " than or equal to 0",
        "limitBytes=0&sinceSeconds=0|PodLogOptions \"p\" is invalid: [limitBytes: Invalid value: 0:"
            + " must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]",
        "sinceSeconds=0&sinceTime=2026-01-01T00:00:00Z|PodLogOptions \"p\" is invalid: :"
            + " Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified",
        "stream=Stdout|PodLogOptions \"p\" is invalid: stream: Forbidden: may not be specified"
      })
  void whatIsWrongIsRefused(String query, String message) {
    assertThatThrownBy(() -> LogParameters.check("p", QueryParameters.parse(query)))
        .hasMessage(message);
  }
}
