package dev.coxswain.scheduler.binding;

import dev.coxswain.api.core.v1.Binding;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.client.ApiClient;
import dev.coxswain.scheduler.framework.BindPlugin;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Binds a pod by posting a Binding; the API server makes sure that it is bound once.
public final class DefaultBinder implements BindPlugin {
  private final ApiClient client;

  public DefaultBinder(ApiClient client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "DefaultBinder";
  }

  @Override
  public Verdict bind(CycleState state, PodView pod, NodeView node) {
    var binding =
        Binding.newBuilder()
            .setMetadata(
                ObjectMeta.newBuilder()
                    .setNamespace(pod.key().namespace())
                    .setName(pod.key().name())
                    .setUid(pod.uid()))
            .setTarget(
                ObjectReference.newBuilder()
                    .setApiVersion("v1")
                    .setKind("Node")
                    .setName(node.name()))
            .build();
    client.createSubresource(Pod.class, pod.key(), "binding", binding);
    return Verdict.SUCCESS;
  }
}
