package dev.coxswain.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EtcdConfigTest {
  @Test
  void endpointsMayLeaveTheSchemeOut() {
    var config = EtcdConfig.of(List.of("10.0.0.1:2379", "http://10.0.0.2:2379"), Optional.empty());
    assertThat(config.endpoints()).hasSize(2);
    assertThat(config.encrypted()).isFalse();
  }

  @Test
  void endpointsNeedPortsAndOneScheme() {
    assertThatThrownBy(() -> EtcdConfig.of(List.of("http://10.0.0.1"), Optional.empty()))
        .hasMessageContaining("wants etcd endpoints such as");
    assertThatThrownBy(() ->
            EtcdConfig.of(
                List.of("http://10.0.0.1:2379", "https://10.0.0.2:2379"), Optional.empty()))
        .hasMessageContaining("all http or all https");
  }
}
