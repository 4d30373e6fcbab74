package dev.coxswain.controllermanager.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlicePlannerTest {
  private static final int PER_SLICE = 3;
  private static final SlicePlanner.Group GROUP =
      new SlicePlanner.Group("IPv4", List.of(EndpointPort.newBuilder().setPort(80).build()));
  private static final ObjectMeta METADATA =
      ObjectMeta.newBuilder().setGenerateName("web-").putLabels("a", "b").build();

  /// Addresses of desired endpoints and of existing slices; those of created and updated slices,
  /// and names of deleted ones.
  static Stream<Arguments> plans() {
    return Stream.of(
        arguments("none: a placeholder", "", List.of(), List.of(""), List.of(), List.of()),
        arguments("the first", "1 2", List.of(), List.of("1 2"), List.of(), List.of()),
        arguments("as desired", "1 2", List.of("1 2"), List.of(), List.of(), List.of()),
        arguments("one more fits", "1 2 3", List.of("1 2"), List.of(), List.of("1 2 3"), List.of()),
        arguments(
            "full: a second slice",
            "1 2 3 4",
            List.of("1 2 3"),
            List.of("4"),
            List.of(),
            List.of()),
        arguments("one less", "1 3", List.of("1 2 3"), List.of(), List.of("1 3"), List.of()),
        arguments(
            "a changed slice takes more",
            "1 3 4",
            List.of("1 2 3"),
            List.of(),
            List.of("1 3 4"),
            List.of()),
        arguments(
            "an empty slice goes", "1", List.of("1", "2"), List.of(), List.of(), List.of("s1")),
        arguments(
            "the last slice stays, empty", "", List.of("1"), List.of(), List.of(""), List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void plan(
      String name,
      String desired,
      List<String> existing,
      List<String> created,
      List<String> updated,
      List<String> deleted) {
    var slices =
        IntStream.range(0, existing.size()).mapToObj(i -> slice("s" + i, existing.get(i))).toList();
    var plan = SlicePlanner.plan(desired(desired), slices, PER_SLICE);
    assertThat(plan.creations()).extracting(SlicePlannerTest::addresses).isEqualTo(created);
    assertThat(plan.updates()).extracting(SlicePlannerTest::addresses).isEqualTo(updated);
    assertThat(plan.deletions()).extracting(s -> s.getMetadata().getName()).isEqualTo(deleted);
  }

  @Test
  void otherPortsNeedAnotherSlice() {
    var other = slice("other", "1").toBuilder().clearPorts().build();
    var plan = SlicePlanner.plan(desired("1"), List.of(other), PER_SLICE);
    assertThat(plan.creations()).hasSize(1);
    assertThat(plan.deletions()).containsExactly(other);
  }

  @Test
  void labelsFollowTheService() {
    var old = slice("s", "1").toBuilder();
    old.getMetadataBuilder().putLabels("a", "old");
    var plan = SlicePlanner.plan(desired("1"), List.of(old.build()), PER_SLICE);
    assertThat(plan.updates())
        .singleElement()
        .matches(s -> s.getMetadata().getLabelsMap().equals(Map.of("a", "b")));
  }

  private static SlicePlanner.Desired desired(String addresses) {
    return new SlicePlanner.Desired(METADATA, Map.of(GROUP, endpoints(addresses)));
  }

  private static EndpointSlice slice(String name, String addresses) {
    return EndpointSlice.newBuilder()
        .setMetadata(METADATA.toBuilder().setName(name))
        .setAddressType(GROUP.addressType())
        .addAllPorts(GROUP.ports())
        .addAllEndpoints(endpoints(addresses))
        .build();
  }

  private static List<Endpoint> endpoints(String addresses) {
    return Stream.of(addresses.split(" "))
        .filter(a -> !a.isEmpty())
        .map(a ->
            Endpoint.newBuilder()
                .addAddresses(a)
                .setTargetRef(ObjectReference.newBuilder().setUid(a))
                .build())
        .toList();
  }

  private static String addresses(EndpointSlice slice) {
    return String.join(" ", slice.getEndpointsList().stream().map(e -> e.getAddresses(0)).toList());
  }
}
