package dev.coxswain.cloudcontrollermanager.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private static final AddressPool POOL =
      AddressPool.parse(List.of("10.0.0.9-10.0.0.10", "10.0.1.0/31"));

  @Test
  void aPoolGivesItsLowestAddressFirst() {
    assertThat(POOL.free(Set.of())).contains("10.0.0.9");
    assertThat(POOL.free(Set.of("10.0.0.9", "10.0.0.10"))).contains("10.0.1.0");
    assertThat(POOL.free(Set.of("10.0.0.9", "10.0.0.10", "10.0.1.0", "10.0.1.1"))).isEmpty();
    assertThat(List.of("10.0.0.10", "10.0.0.11", "10.0.1.1", "10.0.1.2", "::1", "x"))
        .filteredOn(POOL::contains)
        .containsExactly("10.0.0.10", "10.0.1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.9-10.0.0.8", "10.0.0.1-", "fd00::/64", "10.0.0.0/33", "x"})
  void whatIsNoRangeIsRefused(String range) {
    assertThatThrownBy(() -> AddressPool.parse(List.of(range)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("wants ");
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        arguments("the first free one", service("", ""), "", Map.of(), "10.0.0.9"),
        arguments("not another's", service("", ""), "", Map.of("10.0.0.9", "x/y"), "10.0.0.10"),
        arguments("the one it has", service("", ""), "10.0.1.1", Map.of(), "10.0.1.1"),
        arguments("the pool has changed", service("", ""), "10.7.7.7", Map.of(), "10.0.0.9"),
        arguments(
            "somebody else has it, too",
            service("", ""),
            "10.0.0.10",
            Map.of("10.0.0.10", "x/y"),
            "10.0.0.9"),
        arguments("the one it asks for", service("10.0.1.0", ""), "10.0.0.9", Map.of(), "10.0.1.0"),
        arguments("by annotation", service("10.0.1.0", "10.0.1.1"), "", Map.of(), "10.0.1.1"),
        arguments(
            "! not ours to give",
            service("10.7.7.7", ""),
            "",
            Map.of(),
            "requested address 10.7.7.7 is not in the pool"),
        arguments(
            "! another's",
            service("10.0.1.0", ""),
            "",
            Map.of("10.0.1.0", "x/y"),
            "requested address 10.0.1.0 belongs to service x/y"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void aServiceGetsAnAddress(
      String name, Service service, String held, Map<String, String> taken, String wanted) {
    var view =
        new AddressPlanner.View(
            service, Optional.of(held).filter(text -> !text.isEmpty()), taken, POOL);
    if (name.startsWith("!")) {
      assertThatThrownBy(() -> AddressPlanner.choose(view))
          .isInstanceOf(CloudFailure.class)
          .hasMessage(wanted);
    } else {
      assertThat(AddressPlanner.choose(view)).isEqualTo(wanted);
    }
  }

  @Test
  void anEmptyPoolAndAnotherFamilyAreRefused() {
    var none = AddressPool.parse(List.of());
    assertThatThrownBy(() ->
            AddressPlanner.choose(
                new AddressPlanner.View(service("", ""), Optional.empty(), Map.of(), none)))
        .hasMessage("no address of the pool is free");
    var v6 = Service.newBuilder().setSpec(ServiceSpec.newBuilder().addIpFamilies("IPv6")).build();
    assertThatThrownBy(() ->
            AddressPlanner.choose(new AddressPlanner.View(v6, Optional.empty(), Map.of(), POOL)))
        .hasMessageContaining("IPv4 addresses only");
  }

  @Test
  void anInventoryIsReadStrictly() {
    var read =
        VmConfiguration.parse(
            """
            apiVersion: cloud.coxswain.dev/v1
            kind: VirtualMachines
            zone: rack-1
            machines:
            - name: a
              addresses: [10.0.0.1]
            loadBalancerAddresses: [10.0.1.0/31]
            """);
    assertThat(read.machines()).singleElement().matches(m -> m.providerID().equals("vm://a"));
    assertThat(read.pool().contains("10.0.1.1")).isTrue();
    for (var bad :
        List.of(
            "kind: Other",
            "{apiVersion: cloud.coxswain.dev/v1, kind: VirtualMachines, zoen: x}",
            "{apiVersion: cloud.coxswain.dev/v1, kind: VirtualMachines, machines: [{}]}",
            "{apiVersion: cloud.coxswain.dev/v1, kind: VirtualMachines, loadBalancerAddresses:"
                + " [x]}")) {
      assertThatThrownBy(() -> VmConfiguration.parse(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Service service(String loadBalancerIp, String annotation) {
    var metadata = ObjectMeta.newBuilder().setNamespace("default").setName("web");
    if (!annotation.isEmpty()) {
      metadata.putAnnotations(AddressPlanner.REQUEST, annotation);
    }
    return Service.newBuilder()
        .setMetadata(metadata)
        .setSpec(ServiceSpec.newBuilder().addIpFamilies("IPv4").setLoadBalancerIP(loadBalancerIp))
        .build();
  }
}
