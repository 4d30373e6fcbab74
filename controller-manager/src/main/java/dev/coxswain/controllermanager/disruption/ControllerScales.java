package dev.coxswain.controllermanager.disruption;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.autoscaling.v1.Scale;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.Optional;

/// Asks controllers for how many pods they want: those that everybody has from the cache, others by
/// their scale.
final class ControllerScales implements ExpectedPods.Scales {
  private final ApiClient client;
  private final Lister<Deployment> deployments;
  private final Lister<ReplicaSet> replicaSets;
  private final Lister<ReplicationController> replicationControllers;
  private final Lister<StatefulSet> statefulSets;

  ControllerScales(ControllerContext context) {
    this.client = context.client();
    this.deployments = context.lister(Deployment.class);
    this.replicaSets = context.lister(ReplicaSet.class);
    this.replicationControllers = context.lister(ReplicationController.class);
    this.statefulSets = context.lister(StatefulSet.class);
  }

  @Override
  public Optional<ExpectedPods.Scale> of(String namespace, OwnerReference owner) {
    var key = new ObjectKey(namespace, owner.getName());
    return switch (owner.getKind()) {
      case "ReplicaSet" -> replicaSets.get(key).filter(s -> isIt(s, owner)).flatMap(this::ofSet);
      case "ReplicationController" ->
          replicationControllers
              .get(key)
              .filter(c -> isIt(c, owner))
              .map(c -> new ExpectedPods.Scale(owner.getUid(), c.getSpec().getReplicas()));
      case "StatefulSet" ->
          statefulSets
              .get(key)
              .filter(s -> isIt(s, owner))
              .map(s -> new ExpectedPods.Scale(owner.getUid(), s.getSpec().getReplicas()));
      default -> byScale(key, owner);
    };
  }

  private static boolean isIt(Message object, OwnerReference owner) {
    return Metadata.of(object).getUid().equals(owner.getUid());
  }

  // A set of a deployment is in the middle of a rollout perhaps: the deployment knows better.
  private Optional<ExpectedPods.Scale> ofSet(ReplicaSet set) {
    return Metadata.controllerOf(set)
        .filter(ref -> ref.getKind().equals("Deployment"))
        .map(ref ->
            deployments
                .get(new ObjectKey(set.getMetadata().getNamespace(), ref.getName()))
                .filter(d -> isIt(d, ref))
                .map(d -> new ExpectedPods.Scale(ref.getUid(), d.getSpec().getReplicas())))
        .orElseGet(() ->
            Optional.of(
                new ExpectedPods.Scale(set.getMetadata().getUid(), set.getSpec().getReplicas())));
  }

  private Optional<ExpectedPods.Scale> byScale(ObjectKey key, OwnerReference owner) {
    var type = type(owner);
    if (type.subresource("scale").isEmpty()) {
      throw new ExpectedPods.Unknown(
          type.groupResource() + " does not implement the scale subresource");
    }
    try {
      var scale = (Scale) client.getSubresource(type, key, "scale");
      return Optional.of(scale)
          .filter(s -> isIt(s, owner))
          .map(s -> new ExpectedPods.Scale(owner.getUid(), s.getSpec().getReplicas()));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private static ResourceType type(OwnerReference owner) {
    var version = GroupVersion.parse(owner.getApiVersion());
    return Scheme.kubernetes().resources().stream()
        .filter(type -> type.groupVersion().equals(version))
        .filter(type -> type.kind().kind().equals(owner.getKind()))
        .findFirst()
        .orElseThrow(() ->
            new ExpectedPods.Unknown(
                "no matches for kind \"%s\" in version \"%s\""
                    .formatted(owner.getKind(), owner.getApiVersion())));
  }
}
