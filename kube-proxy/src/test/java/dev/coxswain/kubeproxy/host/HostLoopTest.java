package dev.coxswain.kubeproxy.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.kubeproxy.command.Commands;
import dev.coxswain.kubeproxy.command.SystemCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two hosts and a client on one switch, as network namespaces of the real kernel; needs root.
class HostLoopTest {
  private static final long PID = ProcessHandle.current().pid();

  private final Commands machine = new SystemCommands(Duration.ofSeconds(30));
  private final FakeApiClient client = new FakeApiClient(InstantSource.system());
  private final InformerFactory informers = new InformerFactory(client);
  private final Commands insideA = inside("a");
  private final Commands insideB = inside("b");
  private final Commands insideC = inside("c");
  private HostLoop a;
  private HostLoop b;

  @BeforeEach
  void connectHosts() {
    for (var host : List.of("a", "b", "c")) {
      run(machine, "ip netns add " + namespace(host));
    }
    run(insideC, "ip link add br0 type bridge");
    run(insideC, "ip addr add 10.9.0.3/24 dev br0");
    run(insideC, "ip link set br0 up");
    plugIn("a", insideA, 1);
    plugIn("b", insideB, 2);
    var nodes = informers.informer(Node.class).lister();
    a = new HostLoop("a", "10.244.0.0/16", nodes, insideA);
    b = new HostLoop("b", "10.244.0.0/16", nodes, insideB);
  }

  @AfterEach
  void removeHosts() {
    for (var host : List.of("a", "b", "c")) {
      run(machine, "ip netns delete " + namespace(host));
    }
  }

  @Test
  void podsOfAnotherHostAreReachedUntilItGoes() {
    run(insideA, "ip route add 10.244.9.0/24 via 10.9.0.3");
    run(insideA, "ip addr add 10.244.1.5/32 dev lo");
    run(insideB, "ip addr add 10.244.2.5/32 dev lo");
    sync();
    assertThat(routes(insideA)).contains("10.244.2.0/24 via 10.9.0.2").doesNotContain("10.244.1.");
    assertThat(routes(insideB)).contains("10.244.1.0/24 via 10.9.0.1").doesNotContain("10.244.2.");
    assertThat(answers(insideA, "-I 10.244.1.5 10.244.2.5")).isTrue();

    run(insideA, "ip route del 10.244.2.0/24");
    sync();
    assertThat(routes(insideA)).contains("10.244.2.0/24");

    client.delete(Node.class, ObjectKey.clusterScoped("b"), DeleteOptions.getDefaultInstance());
    sync();
    assertThat(routes(insideA)).doesNotContain("10.244.2.0/24").contains("10.244.9.0/24");
  }

  @Test
  void anAddressThatMovesIsAnsweredByItsNewHostAtOnce() {
    announce("a", "10.9.0.240");
    assertThat(addresses(insideA)).contains("10.9.0.240/32 scope link eth0:lb");
    assertThat(answers(insideC, "10.9.0.240")).isTrue();
    assertThat(answers(insideC, "10.9.0.1") && answers(insideC, "10.9.0.2")).isTrue();
    assertThat(neighbour("10.9.0.240")).isEqualTo(neighbour("10.9.0.1"));

    announce("a", "");
    announce("b", "10.9.0.240");
    assertThat(addresses(insideA)).doesNotContain("10.9.0.240").contains("10.9.0.1/24");
    assertThat(neighbour("10.9.0.240")).isEqualTo(neighbour("10.9.0.2"));
    assertThat(answers(insideC, "10.9.0.240")).isTrue();
  }

  @Test
  void anAddressOfNoNetworkGoesWhereTheWayOutLeads() {
    run(insideA, "ip route add default via 10.9.0.3");
    announce("a", "192.0.2.7");
    assertThat(addresses(insideA)).contains("192.0.2.7/32 scope link eth0:lb");
  }

  @Test
  void nothingOfOursIsLeftBehind() {
    run(insideA, "ip addr add 10.9.0.99/32 dev eth0");
    announce("a", "10.9.0.240,10.9.0.241");
    HostLoop.cleanUp(insideA);
    assertThat(addresses(insideA)).doesNotContain("10.9.0.24").contains("10.9.0.99/32");
    assertThat(routes(insideA)).doesNotContain("10.244.");
  }

  @Test
  void oneThatCannotBeDoneDoesNotKeepTheOtherFromHappening() {
    client.create(node("a", 1));
    client.create(node("b", 2));
    edit("a", HostAnnotations.ADDRESSES, "192.0.2.7");
    informers.stepAll();
    assertThat(a.step()).isFalse();
    assertThat(routes(insideA)).contains("10.244.2.0/24 via 10.9.0.2");
  }

  private void announce(String host, String addresses) {
    if (informers.informer(Node.class).lister().list().isEmpty()) {
      sync();
    }
    edit(host, HostAnnotations.ADDRESSES, addresses);
    informers.stepAll();
    assertThat(a.step()).isTrue();
    assertThat(b.step()).isTrue();
  }

  private void sync() {
    if (informers.informer(Node.class).lister().list().isEmpty()) {
      client.create(node("a", 1));
      client.create(node("b", 2));
    }
    informers.stepAll();
    assertThat(a.step()).isTrue();
    assertThat(b.step()).isTrue();
  }

  private void edit(String node, String annotation, String value) {
    var current = client.get(Node.class, ObjectKey.clusterScoped(node));
    client.update(Metadata.edit(current, m -> m.putAnnotations(annotation, value)));
  }

  private static Node node(String name, int number) {
    var cidr = "10.244." + number + ".0/24";
    var address = "10.9.0." + number;
    return Node.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(name)
                .putAnnotations(HostAnnotations.routeTo(cidr), address))
        .setSpec(NodeSpec.newBuilder().addPodCIDRs(cidr))
        .setStatus(
            NodeStatus.newBuilder()
                .addAddresses(NodeAddress.newBuilder().setType("InternalIP").setAddress(address)))
        .build();
  }

  private void plugIn(String host, Commands inside, int number) {
    run(
        machine,
        "ip link add eth0 netns %s type veth peer name port-%s netns %s"
            .formatted(namespace(host), host, namespace("c")));
    run(insideC, "ip link set dev port-" + host + " master br0 up");
    run(inside, "ip link set lo up");
    run(inside, "ip link set eth0 up");
    run(inside, "ip addr add 10.9.0." + number + "/24 dev eth0");
  }

  private Commands inside(String host) {
    return (command, input) -> {
      var entered = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
      entered.addAll(command);
      return machine.run(entered, input);
    };
  }

  private static String namespace(String host) {
    return "cox-host-" + host + "-" + PID;
  }

  private static String run(Commands commands, String command) {
    return commands.run(List.of(command.split(" "))).orThrow().output();
  }

  private static String routes(Commands inside) {
    return run(inside, "ip route");
  }

  private static String addresses(Commands inside) {
    return run(inside, "ip -4 addr show dev eth0");
  }

  private static boolean answers(Commands inside, String target) {
    return inside.run(List.of(("busybox ping -c 1 -W 3 " + target).split(" "))).succeeded();
  }

  /// The hardware address that the client knows for an address.
  private String neighbour(String address) {
    var line = run(insideC, "ip neigh show " + address);
    return line.replaceAll(".*lladdr (\\S+).*\\n", "$1");
  }
}
