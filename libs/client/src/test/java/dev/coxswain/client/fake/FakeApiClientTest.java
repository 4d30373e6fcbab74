package dev.coxswain.client.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class FakeApiClientTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final FakeApiClient client = new FakeApiClient(InstantSource.fixed(NOW));

  @Test
  void makesUpNames() {
    var meta = ObjectMeta.newBuilder().setNamespace("default").setGenerateName("web-");
    var pod = client.create(Pod.newBuilder().setMetadata(meta).build());
    assertThat(pod.getMetadata().getName()).startsWith("web-").isNotEqualTo("web-");
    assertThat(pod.getMetadata().getUid()).isNotEmpty();
    assertThat(pod.getMetadata().getCreationTimestamp().getSeconds())
        .isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void refusesDuplicatesAndStaleUpdates() {
    var pod = client.create(pod("a"));
    assertThatThrownBy(() -> client.create(pod("a")))
        .isInstanceOf(ApiException.AlreadyExists.class);
    client.update(withNode(pod, "n1"));
    assertThatThrownBy(() -> client.update(withNode(pod, "n2")))
        .isInstanceOf(ApiException.Conflict.class);
  }

  @Test
  void keepsSpecAndStatusApart() {
    var pod = client.create(pod("a"));
    var both =
        withNode(pod, "n1").toBuilder()
            .setStatus(PodStatus.newBuilder().setPhase("Running"))
            .build();
    var updated = client.update(both);
    assertThat(updated.getStatus().getPhase()).isEmpty();
    assertThat(updated.getSpec().getNodeName()).isEqualTo("n1");
    var status = client.updateStatus(Metadata.edit(both, m -> m.clearResourceVersion()));
    assertThat(status.getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void mergesPatches() {
    client.create(pod("a"));
    var patch = "{\"metadata\":{\"labels\":{\"app\":\"web\"}}}".getBytes(StandardCharsets.UTF_8);
    var key = new ObjectKey("default", "a");
    var patched = client.patch(Pod.class, key, PatchType.MERGE, patch, "");
    assertThat(patched.getMetadata().getLabelsMap()).containsEntry("app", "web");
    var selected = client.list(Pod.class, ListQuery.all().withLabelSelector("app=web"));
    assertThat(selected.items()).containsExactly(patched);
  }

  @Test
  void finalizersHoldAnObjectBack() {
    client.create(Metadata.edit(pod("a"), m -> m.addFinalizers("x/y")));
    var key = new ObjectKey("default", "a");
    client.delete(Pod.class, key, DeleteOptions.getDefaultInstance());
    var dying = client.get(Pod.class, key);
    assertThat(dying.getMetadata().hasDeletionTimestamp()).isTrue();
    client.update(Metadata.edit(dying, m -> m.clearFinalizers()));
    assertThatThrownBy(() -> client.get(Pod.class, key)).isInstanceOf(ApiException.NotFound.class);
  }

  @Test
  void selectsByField() {
    client.create(withNode(pod("a"), "n1"));
    client.create(withNode(pod("b"), "n2"));
    var query = ListQuery.all().withFieldSelector("spec.nodeName=n1");
    assertThat(client.list(Pod.class, query).items())
        .extracting(p -> p.getMetadata().getName())
        .containsExactly("a");
  }

  private static Pod pod(String name) {
    var meta = ObjectMeta.newBuilder().setNamespace("default").setName(name);
    return Pod.newBuilder().setMetadata(meta).build();
  }

  private static Pod withNode(Pod pod, String node) {
    return pod.toBuilder().setSpec(PodSpec.newBuilder().setNodeName(node)).build();
  }
}
