package dev.coxswain.controllermanager.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.EndpointPort;
import dev.coxswain.api.core.v1.EndpointSubset;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointsMirrorTest {
  private static final int MOST = 3;

  /// Addresses of subsets, those after a bar not ready; what becomes of them by family, and how
  /// many are left out.
  static Stream<Arguments> subsets() {
    return Stream.of(
        arguments("ready and not", List.of("10.0.0.1|10.0.0.2"), "{IPv4=[10.0.0.1, -10.0.0.2]}", 0),
        arguments("no address: no slice", List.of("|"), "{}", 0),
        arguments(
            "one slice for each family, in the usual form",
            List.of("10.0.0.1,2001:DB8:0::1|"),
            "{IPv4=[10.0.0.1], IPv6=[2001:db8::1]}",
            0),
        arguments(
            "too many: those that are not ready are left out first",
            List.of("10.0.0.1,10.0.0.2|10.0.0.3,10.0.0.4"),
            "{IPv4=[10.0.0.1, 10.0.0.2, -10.0.0.3]}",
            1),
        arguments(
            "each subset has its own limit",
            List.of("10.0.0.1,10.0.0.2|", "10.0.0.3,10.0.0.4,10.0.0.5,10.0.0.6|"),
            "{IPv4=[10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5]}",
            1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subsets")
  void mirrors(String name, List<String> subsets, String wanted, int skipped) {
    var source = Endpoints.newBuilder();
    subsets.forEach(subset -> source.addSubsets(subset(subset)));
    var mirror = EndpointsMirror.of(source.build(), "me", MOST);
    var found = new TreeMap<String, List<String>>();
    mirror
        .desired()
        .endpoints()
        .forEach((group, endpoints) ->
            found.put(
                group.addressType(),
                endpoints.stream()
                    .map(e -> (e.getConditions().getReady() ? "" : "-") + e.getAddresses(0))
                    .toList()));
    assertThat(found.toString()).isEqualTo(wanted);
    assertThat(mirror.skipped()).isEqualTo(skipped);
  }

  @Test
  void slicesSayWhereTheyComeFrom() {
    var source =
        Endpoints.newBuilder()
            .setMetadata(
                ObjectMeta.newBuilder()
                    .setName("web")
                    .setUid("u")
                    .putLabels("tier", "front")
                    .putAnnotations("note", "kept")
                    .putAnnotations("endpoints.kubernetes.io/last-change-trigger-time", "now")
                    .putAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}"))
            .build();
    var metadata = EndpointsMirror.of(source, "me", MOST).desired().metadata();
    assertThat(metadata.getGenerateName()).isEqualTo("web-");
    assertThat(metadata.getLabelsMap())
        .containsOnlyKeys(
            "tier", "kubernetes.io/service-name", "endpointslice.kubernetes.io/managed-by");
    assertThat(metadata.getAnnotationsMap()).containsOnlyKeys("note");
    assertThat(metadata.getOwnerReferences(0).getUid()).isEqualTo("u");
  }

  private static EndpointSubset subset(String text) {
    var sides = text.split("\\|", -1);
    return EndpointSubset.newBuilder()
        .addAllAddresses(addresses(sides[0]))
        .addAllNotReadyAddresses(addresses(sides[1]))
        .addPorts(EndpointPort.newBuilder().setPort(80))
        .build();
  }

  private static List<EndpointAddress> addresses(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(ip -> !ip.isEmpty())
        .map(ip -> EndpointAddress.newBuilder().setIp(ip).build())
        .toList();
  }
}
