package dev.coxswain.controllermanager.servicecidr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.api.networking.v1.ServiceCIDRSpec;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.servicecidr.ServiceCidrPlanner.Action;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCidrPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "in use                   | -  | 10.96.0.0/16 |              | 10.96.0.1             | keep"
            + " True",
        "going, nothing is taken  | 5  | 10.96.0.0/16 |              |                       | wait"
            + " 5",
        "long enough              | 10 | 10.96.0.0/16 |              |                       |"
            + " release",
        "an address is taken      | 60 | 10.96.0.0/16 |              | 10.96.0.1             | hold"
            + " Terminating",
        "by somebody else         | 60 | 10.96.0.0/16 |              | 10.96.0.1!            |"
            + " release",
        "an address of another    | 60 | 10.96.0.0/16 | 10.97.0.0/16 | 10.97.0.1             |"
            + " release",
        "that is in both          | 60 | 10.96.0.0/16 | 10.96.0.0/24 | 10.96.0.1             |"
            + " release",
        "but one is not           | 60 | 10.96.0.0/16 | 10.96.0.0/24 | 10.96.0.1 10.96.9.1   | hold"
            + " Terminating",
        "all is in a larger one   | 60 | 10.96.0.0/16 | 10.0.0.0/8   | 10.96.0.1             |"
            + " release",
        "or in an equal one       | 60 | 10.96.0.0/16 | 10.96.0.0/16 | 10.96.0.1             |"
            + " release",
        "of both families         | 60 | 10.96.0.0/16 fd00::/64 | 10.0.0.0/8 | fd00::5        |"
            + " hold Terminating",
      })
  void plan(
      String name, String goingFor, String mine, String other, String taken, String expected) {
    var cidr = cidr("mine", mine);
    if (!goingFor.equals("-")) {
      cidr.getMetadataBuilder()
          .setDeletionTimestamp(Times.of(NOW.minusSeconds(Long.parseLong(goingFor))));
    }
    var all =
        Stream.of(cidr, cidr("other", other == null ? "" : other))
            .map(ServiceCIDR.Builder::build)
            .toList();
    var addresses =
        Arrays.stream((taken == null ? "" : taken).split(" "))
            .filter(text -> !text.isEmpty())
            .map(ServiceCidrPlannerTest::address)
            .toList();
    var plan =
        ServiceCidrPlanner.plan(new ServiceCidrPlanner.View(all.getFirst(), all, addresses), NOW);
    assertThat(describe(plan)).isEqualTo(expected);
  }

  private static String describe(Action action) {
    return switch (action) {
      case Action.Keep(var status) -> "keep " + status.getConditions(0).getStatus();
      case Action.Hold(var status) -> "hold " + status.getConditions(0).getReason();
      case Action.Wait(var time) -> "wait " + time.toSeconds();
      case Action.Release _ -> "release";
    };
  }

  private static ServiceCIDR.Builder cidr(String name, String blocks) {
    return ServiceCIDR.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName(name))
        .setSpec(ServiceCIDRSpec.newBuilder().addAllCidrs(List.of(blocks.split(" "))));
  }

  private static IPAddress address(String text) {
    var manager = text.endsWith("!") ? "somebody" : "ipallocator.k8s.io";
    return IPAddress.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(text.replace("!", ""))
                .putLabels("ipaddress.kubernetes.io/managed-by", manager))
        .build();
  }
}
