package dev.coxswain.cloudcontrollermanager.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BalancedServicesTest {
  private static final Service WEB =
      Service.newBuilder().setSpec(ServiceSpec.newBuilder().setType("LoadBalancer")).build();

  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("nothing", edit(s -> s), false),
        arguments("the selector", edit(s -> s.putSelector("a", "b")), false),
        arguments("the type", edit(s -> s.setType("ClusterIP")), true),
        arguments("a class", edit(s -> s.setLoadBalancerClass("x/y")), true),
        arguments("a port", edit(s -> s.addPorts(ServicePort.newBuilder().setPort(1))), true),
        arguments("source ranges", edit(s -> s.addLoadBalancerSourceRanges("10.0.0.0/8")), true),
        arguments("affinity", edit(s -> s.setSessionAffinity("ClientIP")), true),
        arguments("the address", edit(s -> s.setLoadBalancerIP("10.0.0.1")), true),
        arguments("external addresses", edit(s -> s.addExternalIPs("10.0.0.1")), true),
        arguments("the policy", edit(s -> s.setExternalTrafficPolicy("Local")), true),
        arguments("the health port", edit(s -> s.setHealthCheckNodePort(1)), true),
        arguments("families", edit(s -> s.addIpFamilies("IPv6")), true),
        arguments("a label", Metadata.edit(WEB, m -> m.putLabels("a", "b")), false),
        arguments("an annotation", Metadata.edit(WEB, m -> m.putAnnotations("a", "b")), true),
        arguments("another service", Metadata.edit(WEB, m -> m.setUid("2")), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void balancersFollowWhatConcernsThem(String name, Service after, boolean concerns) {
    assertThat(BalancedServices.needsUpdate(WEB, after)).isEqualTo(concerns);
  }

  @Test
  void aServiceIsCleanedUpWhenItGoesOrChangesItsType() {
    var held = Metadata.edit(WEB, m -> m.addFinalizers(BalancedServices.FINALIZER));
    var other = held.toBuilder().setSpec(ServiceSpec.newBuilder().setType("NodePort")).build();
    var going = Metadata.edit(held, m -> m.getDeletionTimestampBuilder().setSeconds(1));
    assertThat(List.of(held, other, going))
        .filteredOn(BalancedServices::needsCleanup)
        .containsExactly(other, going);
    assertThat(BalancedServices.needsCleanup(Metadata.edit(going, m -> m.clearFinalizers())))
        .isFalse();
  }

  @Test
  void nodesThatLeaveOrAreExcludedTakeNoPart() {
    var plain = node("a");
    var excluded =
        Metadata.edit(
            plain, m -> m.putLabels("node.kubernetes.io/exclude-from-external-load-balancers", ""));
    var leaving =
        plain.toBuilder()
            .setSpec(
                NodeSpec.newBuilder()
                    .addTaints(Taint.newBuilder().setKey("ToBeDeletedByClusterAutoscaler")))
            .build();
    var going = Metadata.edit(plain, m -> m.getDeletionTimestampBuilder().setSeconds(1));
    assertThat(BalancerNodes.of(List.of(plain, excluded, leaving, going))).containsExactly(plain);
    assertThat(BalancerNodes.differ(plain, excluded)).isTrue();
    assertThat(BalancerNodes.differ(plain, Metadata.edit(plain, m -> m.putLabels("a", "b"))))
        .isFalse();
  }

  @Test
  void manyNodesAreNamedInPart() {
    var nodes = IntStream.range(10, 32).mapToObj(i -> node("n" + i)).toList();
    assertThat(BalancerNodes.names(nodes.subList(0, 2))).isEqualTo("[n10 n11]");
    assertThat(BalancerNodes.names(nodes)).startsWith("[n10 ").endsWith(" n29 <2 more>]");
  }

  private static Node node(String name) {
    return Node.newBuilder().setMetadata(ObjectMeta.newBuilder().setName(name)).build();
  }

  private static Service edit(UnaryOperator<ServiceSpec.Builder> edit) {
    return WEB.toBuilder().setSpec(edit.apply(WEB.getSpec().toBuilder())).build();
  }
}
