package dev.coxswain.cloudcontrollermanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.cloudcontrollermanager.vm.VmProvider;
import dev.coxswain.controllermanager.ControllerSet;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All the cloud's controllers with plain machines, on a clock that stands still until it is moved.
class CloudInWorldTest {
  private static final ObjectKey WEB = new ObjectKey("default", "web");
  private static final String INVENTORY =
      """
      apiVersion: cloud.coxswain.dev/v1
      kind: VirtualMachines
      zone: rack-1
      loadBalancerAddresses: [192.168.1.240-192.168.1.241]
      machines:
      - {name: a, addresses: [192.168.1.11], type: small}
      - {name: b, addresses: [192.168.1.12]%s}
      """;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now = now.plusNanos(1000);
  private final FakeApiClient client = new FakeApiClient(clock);
  private final InformerFactory informers = new InformerFactory(client);
  private ControllerSet controllers;
  private Path inventory;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    inventory = folder.resolve("cloud.yaml");
    Files.writeString(inventory, INVENTORY.formatted(""));
    var context = new ControllerContext(client, informers, clock);
    var options =
        new CloudControllers.Options(
            List.of("*"),
            1,
            1,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            List.of(Addresses.parseCidr("10.244.0.0/16").orElseThrow()));
    var provider = VmProvider.create(context, Optional.of(inventory));
    controllers = ControllerSet.of(context, CloudControllers.create(context, provider, options));
    client.create(registered("a", "10.244.1.0/24"));
    client.create(registered("b", "10.244.2.0/24"));
    settle();
  }

  @Test
  void nodesLearnTheirMachinesAndGetRoutes() {
    var node = node("a");
    assertThat(node.getSpec().getProviderID()).isEqualTo("vm://a");
    assertThat(node.getSpec().getTaintsList()).isEmpty();
    assertThat(node.getMetadata().getLabelsMap())
        .containsEntry("topology.kubernetes.io/zone", "rack-1")
        .containsEntry("node.kubernetes.io/instance-type", "small");
    assertThat(node.getStatus().getAddressesList())
        .extracting(NodeAddress::getAddress)
        .containsExactly("192.168.1.11", "a");
    assertThat(HostAnnotations.routes(node)).isEqualTo(Map.of("10.244.1.0/24", "192.168.1.11"));
    assertThat(condition(node, "NetworkUnavailable"))
        .isEqualTo("False RouteCreated RouteController created a route");
    assertThat(events("Synced")).hasSize(2);
  }

  @Test
  void aServiceHasItsAddressAnnouncedUntilItGoes() {
    client.create(service());
    settle();
    assertThat(shown()).containsExactly("192.168.1.240 VIP");
    assertThat(service(WEB).getMetadata().getFinalizersList())
        .containsExactly("service.kubernetes.io/load-balancer-cleanup");
    assertThat(HostAnnotations.addresses(node("a"))).containsExactly("192.168.1.240");
    assertThat(events("EnsuringLoadBalancer")).containsExactly("Ensuring load balancer");
    assertThat(events("EnsuredLoadBalancer")).containsExactly("Ensured load balancer");

    edit("a", n -> ready(n, "Unknown"));
    settle();
    assertThat(HostAnnotations.addresses(node("a"))).isEmpty();
    assertThat(HostAnnotations.addresses(node("b"))).containsExactly("192.168.1.240");
    assertThat(events("AnnouncingAddress"))
        .containsExactlyInAnyOrder(
            "Address 192.168.1.240 is announced by node a",
            "Address 192.168.1.240 is announced by node b");

    client.delete(Service.class, WEB, DeleteOptions.getDefaultInstance());
    settle();
    Assertions.assertThatThrownBy(() -> service(WEB)).isInstanceOf(ApiException.NotFound.class);
    assertThat(HostAnnotations.addresses(node("b"))).isEmpty();
    assertThat(events("DeletingLoadBalancer")).containsExactly("Deleting load balancer");
    assertThat(events("DeletedLoadBalancer")).containsExactly("Deleted load balancer");
  }

  @Test
  void aServiceThatIsNoLongerBalancedLosesAllOfIt() {
    client.create(service());
    settle();
    var changed = service(WEB);
    client.update(
        changed.toBuilder().setSpec(changed.getSpec().toBuilder().setType("ClusterIP")).build());
    settle();
    assertThat(shown()).isEmpty();
    assertThat(service(WEB).getMetadata().getFinalizersList()).isEmpty();
    assertThat(HostAnnotations.addresses(node("a"))).isEmpty();
  }

  @Test
  void aServiceThatCannotHaveItsAddressIsToldAndHelpedLater() {
    client.create(
        service().toBuilder()
            .setSpec(service().getSpec().toBuilder().setLoadBalancerIP("10.9.9.9"))
            .build());
    settle();
    assertThat(events("SyncLoadBalancerFailed"))
        .containsExactly(
            "Error syncing load balancer: failed to ensure load balancer: requested address"
                + " 10.9.9.9 is not in the pool");
    var refused = service(WEB);
    client.update(
        refused.toBuilder()
            .setSpec(refused.getSpec().toBuilder().setLoadBalancerIP("192.168.1.241"))
            .build());
    settle();
    assertThat(shown()).containsExactly("192.168.1.241 VIP");
  }

  @Test
  void balancersFollowTheNodes() {
    client.create(service());
    settle();
    edit(
        "b",
        n ->
            Metadata.edit(
                n,
                m -> m.putLabels("node.kubernetes.io/exclude-from-external-load-balancers", "")));
    settle();
    assertThat(events("UpdatedLoadBalancer"))
        .containsExactly("Updated load balancer with new hosts");
    edit(
        "a",
        n ->
            Metadata.edit(
                n,
                m -> m.putLabels("node.kubernetes.io/exclude-from-external-load-balancers", "")));
    settle();
    assertThat(events("UnAvailableLoadBalancer"))
        .containsExactly("There are no available nodes for LoadBalancer");
    assertThat(HostAnnotations.addresses(node("a"))).isEmpty();
  }

  @Test
  void silentNodesFollowTheirMachines() throws IOException {
    edit("b", n -> ready(n, "Unknown"));
    replaceInventory(INVENTORY.formatted(", shutDown: true"));
    pass(Duration.ofSeconds(20));
    assertThat(node("b").getSpec().getTaintsList())
        .extracting(Taint::getKey)
        .containsExactly("node.cloudprovider.kubernetes.io/shutdown");

    edit("b", n -> ready(n, "True"));
    pass(Duration.ofSeconds(6));
    assertThat(node("b").getSpec().getTaintsList()).isEmpty();

    edit("b", n -> ready(n, "Unknown"));
    replaceInventory(
        INVENTORY
            .formatted("")
            .lines()
            .filter(l -> !l.contains("name: b"))
            .reduce("", (x, y) -> x + y + "\n"));
    pass(Duration.ofSeconds(20));
    assertThat(client.list(Node.class, ListQuery.all()).items())
        .extracting(n -> n.getMetadata().getName())
        .containsExactly("a");
    assertThat(events("DeletingNode"))
        .containsExactly("Deleting node b because it does not exist in the cloud provider");
  }

  private void replaceInventory(String text) throws IOException {
    Files.writeString(inventory, text);
    Files.setLastModifiedTime(inventory, FileTime.from(now));
  }

  private void settle() {
    for (int i = 0; i < 10_000; i++) {
      boolean any = informers.stepAll();
      any |= controllers.step();
      if (!any) {
        return;
      }
    }
    throw new AssertionError("the controllers never come to rest: " + client.writes().reversed());
  }

  private void pass(Duration time) {
    for (var left = time; left.isPositive(); left = left.minusSeconds(1)) {
      now = now.plusSeconds(1);
      settle();
    }
  }

  private Node node(String name) {
    return client.get(Node.class, ObjectKey.clusterScoped(name));
  }

  private Service service(ObjectKey key) {
    return client.get(Service.class, key);
  }

  private List<String> shown() {
    return service(WEB).getStatus().getLoadBalancer().getIngressList().stream()
        .map((LoadBalancerIngress i) -> i.getIp() + " " + i.getIpMode())
        .toList();
  }

  private List<String> events(String reason) {
    return client.list(Event.class, ListQuery.all()).items().stream()
        .filter(e -> e.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  private void edit(String name, UnaryOperator<Node> edit) {
    var written = client.updateStatus(edit.apply(node(name)));
    client.update(Metadata.with(written, Metadata.of(edit.apply(written))));
  }

  private static Node ready(Node node, String status) {
    var others =
        node.getStatus().getConditionsList().stream()
            .filter(c -> !c.getType().equals("Ready"))
            .toList();
    return node.toBuilder()
        .setStatus(
            node.getStatus().toBuilder()
                .clearConditions()
                .addAllConditions(others)
                .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus(status)))
        .build();
  }

  private static String condition(Node node, String type) {
    return node.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(type))
        .map(c -> c.getStatus() + " " + c.getReason() + " " + c.getMessage())
        .findFirst()
        .orElse("");
  }

  private static Node registered(String name, String podCidr) {
    return ready(
        Node.newBuilder()
            .setMetadata(ObjectMeta.newBuilder().setName(name))
            .setSpec(
                NodeSpec.newBuilder()
                    .addPodCIDRs(podCidr)
                    .addTaints(
                        Taint.newBuilder()
                            .setKey("node.cloudprovider.kubernetes.io/uninitialized")
                            .setValue("true")
                            .setEffect("NoSchedule")))
            .setStatus(
                NodeStatus.newBuilder()
                    .addAddresses(NodeAddress.newBuilder().setType("Hostname").setAddress(name)))
            .build(),
        "True");
  }

  private static Service service() {
    return Service.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName("web"))
        .setSpec(
            ServiceSpec.newBuilder()
                .setType("LoadBalancer")
                .addIpFamilies("IPv4")
                .setExternalTrafficPolicy("Cluster"))
        .build();
  }
}
