package dev.coxswain.kubelet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.kubelet.node.NodeSettings.ExternalCloud;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeStatusesTest {
  private static final Optional<ExternalCloud> UNTOLD =
      Optional.of(new ExternalCloud(Optional.empty()));
  private static final Optional<ExternalCloud> TOLD =
      Optional.of(new ExternalCloud(Optional.of("10.0.0.1")));

  static Stream<Arguments> addresses() {
    var own = List.of("InternalIP=10.0.0.1", "Hostname=a");
    var others = List.of("ExternalIP=1.2.3.4");
    return Stream.of(
        arguments("no cloud: the kubelet knows best", Optional.empty(), others, own),
        arguments("a cloud that has spoken", TOLD, others, others),
        arguments("the operator spoke first", TOLD, List.of(), own),
        arguments("nobody has spoken", UNTOLD, List.of(), List.of("Hostname=a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("addresses")
  void aCloudTellsTheAddresses(
      String name, Optional<ExternalCloud> cloud, List<String> before, List<String> wanted) {
    var known = NodeStatus.newBuilder();
    before.forEach(text -> known.addAddresses(address(text)));
    var view =
        new NodeStatuses.View(
            settings(cloud),
            Machine.read(Path.of("/")),
            Set.of(),
            Optional.empty(),
            List.of(),
            known.build(),
            Instant.EPOCH);
    assertThat(
            NodeStatuses.of(view).getAddressesList().stream()
                .map(a -> a.getType() + "=" + a.getAddress()))
        .containsExactlyElementsOf(wanted);
  }

  private static NodeAddress address(String text) {
    var pair = text.split("=", 2);
    return NodeAddress.newBuilder().setType(pair[0]).setAddress(pair[1]).build();
  }

  private static NodeSettings settings(Optional<ExternalCloud> cloud) {
    return new NodeSettings(
        "a",
        "a",
        List.of("10.0.0.1"),
        Map.of(),
        List.of(),
        110,
        10250,
        Map.of(),
        Optional.empty(),
        "",
        true,
        cloud);
  }
}
