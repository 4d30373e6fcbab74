package dev.coxswain.controllermanager.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamNamesTest {
  @ParameterizedTest
  @CsvSource({
    "deployment, deployment, deployment-controller",
    "endpoint, endpoint, endpoints-controller",
    "taint-eviction-controller, noexec_taint_pod, taint-eviction-controller",
    "replicationcontroller, replicationmanager, replicationcontroller-controller",
    "job-orphans, job_orphan_pod, ''",
  })
  void names(String controller, String queue, String check) {
    assertThat(UpstreamNames.queue(controller)).isEqualTo(queue);
    assertThat(UpstreamNames.check(controller).orElse("")).isEqualTo(check);
  }
}
