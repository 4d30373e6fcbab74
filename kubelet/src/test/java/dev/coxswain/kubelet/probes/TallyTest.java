package dev.coxswain.kubelet.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Probe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {

  @ParameterizedTest(name = "from {0}, {1}: {2}")
  @CsvSource({
    "true,  --,    true",
    "true,  ---,   false",
    "true,  --+--, true",
    "false, +,     false",
    "false, ++,    true",
    "false, +-+,   false",
    "true,  ---+,  false",
    "true,  ---++, true"
  })
  void needsEnoughOfTheSame(boolean start, String answers, boolean expected) {
    var probe = Probe.newBuilder().setSuccessThreshold(2).setFailureThreshold(3).build();
    var tally = Tally.startingWith(start);
    for (int i = 0; i < answers.length(); i++) {
      tally = tally.count(answers.charAt(i) == '+', probe);
    }
    assertThat(tally.result()).isEqualTo(expected);
  }
}
