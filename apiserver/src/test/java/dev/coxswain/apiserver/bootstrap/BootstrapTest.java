package dev.coxswain.apiserver.bootstrap;

import static dev.coxswain.apiserver.request.PipelineFixture.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.PipelineFixture;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final InstantSource CLOCK = InstantSource.fixed(PipelineFixture.NOW);

  private final PipelineFixture api = new PipelineFixture();
  private final ServerIdentity identity = identity("10.0.0.1");

  @Test
  void aNewClusterHasWhatUpstreamsHas() {
    assertThat(Bootstrap.once(api.pipeline, api.storage, identity, CLOCK)).isTrue();
    assertThat(names("v1", "namespaces"))
        .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    assertThat(names("scheduling.k8s.io/v1", "priorityclasses"))
        .containsExactly("system-cluster-critical", "system-node-critical");
    assertThat(names("rbac.authorization.k8s.io/v1", "clusterroles"))
        .contains("cluster-admin", "admin", "edit", "view", "system:node");
    var service = (Service) api.get(target("v1", "services", "kubernetes")).message();
    assertThat(service.getSpec().getClusterIP()).isEqualTo("10.96.0.1");
    assertThat(service.getSpec().getPorts(0).getTargetPort().getIntVal()).isEqualTo(6443);
    var range = target("networking.k8s.io/v1", "servicecidrs", "kubernetes");
    assertThat(((ServiceCIDR) api.get(range).message()).getStatus().getConditionsCount())
        .isEqualTo(1);
  }

  @Test
  void aSecondServerChangesNothing() {
    Bootstrap.once(api.pipeline, api.storage, identity, CLOCK);
    long before = api.storage.currentRevision();
    Bootstrap.once(api.pipeline, api.storage, identity("10.0.0.2"), CLOCK);
    assertThat(api.storage.currentRevision()).isEqualTo(before);
  }

  @Test
  void theServiceOfTheServerComesBack() {
    Bootstrap.once(api.pipeline, api.storage, identity, CLOCK);
    var service = target("v1", "services", "kubernetes");
    api.delete(service, DeleteOptions.getDefaultInstance());
    var client = new OwnClient(api.pipeline, CLOCK);
    Bootstrap.restore(client, SystemObjects.all(identity, PipelineFixture.NOW));
    var again = (Service) api.get(service).message();
    assertThat(again.getSpec().getClusterIP()).isEqualTo("10.96.0.1");
    long before = api.storage.currentRevision();
    Bootstrap.restore(client, SystemObjects.all(identity, PipelineFixture.NOW));
    assertThat(api.storage.currentRevision()).isEqualTo(before);
  }

  @Test
  void theServiceHasAllLivingServersBehindIt() {
    Bootstrap.once(api.pipeline, api.storage, identity, CLOCK);
    var client = new OwnClient(api.pipeline, CLOCK);
    var first = new ApiServers(api.storage, client, identity);
    var second = new ApiServers(api.storage, client, identity("10.0.0.2"));
    first.announce();
    second.announce();
    assertThat(addresses()).isEqualTo("10.0.0.1 10.0.0.2");
    first.withdraw();
    assertThat(addresses()).isEqualTo("10.0.0.2");
  }

  @Test
  void aServerThatNobodyReachesIsNotAnnounced() {
    Bootstrap.start(api.pipeline, api.storage, identity("127.0.0.1"), CLOCK).close();
    assertThat(leases()).hasSize(1);
    assertThat(names("v1", "endpoints")).isEmpty();
    assertThat(api.storage.list("/registry/masterleases/", "", 0, 0).entries()).isEmpty();
  }

  private List<String> leases() {
    return api.storage.list("/registry/leases/kube-system/", "", 0, 0).entries().stream()
        .map(entry -> entry.key())
        .toList();
  }

  private String addresses() {
    var endpoints = (Endpoints) api.get(target("v1", "endpoints", "kubernetes")).message();
    return String.join(
        " ", endpoints.getSubsets(0).getAddressesList().stream().map(a -> a.getIp()).toList());
  }

  private List<String> names(String apiVersion, String plural) {
    return api.list(target(apiVersion, plural, ""), ListSelection.all()).items().stream()
        .map(o -> o.metadata().getName())
        .toList();
  }

  private static ServerIdentity identity(String address) {
    return new ServerIdentity(
        InetAddress.ofLiteral(address), 6443, "10.96.0.0/16", "host", "instance");
  }
}
