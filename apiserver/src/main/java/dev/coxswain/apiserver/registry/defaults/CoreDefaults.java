package dev.coxswain.apiserver.registry.defaults;

import com.google.protobuf.ByteString;
import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.Secret;
import java.util.Map;
import java.util.function.BiConsumer;

/// Defaults of the core group's kinds except pods and services.
final class CoreDefaults {
  private static final String METADATA_NAME = "kubernetes.io/metadata.name";

  private CoreDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(Namespace.newBuilder(), CoreDefaults::namespace)
        .on(Secret.newBuilder(), CoreDefaults::secret)
        .on(NodeStatus.newBuilder(), CoreDefaults::nodeStatus)
        .on(NodeSpec.newBuilder(), CoreDefaults::nodeSpec)
        .on(ReplicationController.newBuilder(), CoreDefaults::replicationController)
        .on(LimitRangeItem.newBuilder(), CoreDefaults::limitRange)
        .on(PersistentVolume.newBuilder(), CoreDefaults::volume)
        .on(PersistentVolumeClaim.newBuilder(), CoreDefaults::claim)
        .on(PersistentVolumeClaimSpec.newBuilder(), CoreDefaults::claimSpec);
  }

  private static void namespace(Namespace.Builder namespace) {
    if (namespace.getStatus().getPhase().isEmpty()) {
      namespace.getStatusBuilder().setPhase("Active");
    }
    var name = namespace.getMetadata().getName();
    if (!name.isEmpty()) {
      namespace.getMetadataBuilder().putLabels(METADATA_NAME, name);
    }
  }

  private static void secret(Secret.Builder secret) {
    secret
        .getStringDataMap()
        .forEach((key, text) -> secret.putData(key, ByteString.copyFromUtf8(text)));
    secret.clearStringData();
    if (secret.getType().isEmpty()) {
      secret.setType("Opaque");
    }
  }

  /// The first of the blocks is also in a field of its own.
  private static void nodeSpec(NodeSpec.Builder spec) {
    if (!spec.getPodCIDR().isEmpty()
        && (spec.getPodCIDRsCount() == 0 || !spec.getPodCIDRs(0).equals(spec.getPodCIDR()))) {
      spec.clearPodCIDRs().addPodCIDRs(spec.getPodCIDR());
    } else if (spec.getPodCIDRsCount() > 0) {
      spec.setPodCIDR(spec.getPodCIDRs(0));
    }
  }

  private static void nodeStatus(NodeStatus.Builder status) {
    if (status.getAllocatableCount() == 0) {
      status.putAllAllocatable(status.getCapacityMap());
    }
  }

  private static void replicationController(ReplicationController.Builder rc) {
    var labels = rc.getSpec().getTemplate().getMetadata().getLabelsMap();
    if (rc.getSpec().getSelectorCount() == 0 && !labels.isEmpty()) {
      rc.getSpecBuilder().putAllSelector(labels);
    }
    if (rc.getMetadata().getLabelsCount() == 0 && !labels.isEmpty()) {
      rc.getMetadataBuilder().putAllLabels(labels);
    }
    if (!rc.getSpec().hasReplicas()) {
      rc.getSpecBuilder().setReplicas(1);
    }
  }

  private static void limitRange(LimitRangeItem.Builder item) {
    if (!item.getType().equals("Container")) {
      return;
    }
    copyMissing(item.getMaxMap(), item.getDefaultMap(), item::putDefault);
    copyMissing(item.getDefaultMap(), item.getDefaultRequestMap(), item::putDefaultRequest);
    copyMissing(item.getMinMap(), item.getDefaultRequestMap(), item::putDefaultRequest);
  }

  private static void copyMissing(
      Map<String, Quantity> from, Map<String, Quantity> to, BiConsumer<String, Quantity> put) {
    Map.copyOf(from)
        .forEach((name, quantity) -> {
          if (!to.containsKey(name)) {
            put.accept(name, quantity);
          }
        });
  }

  private static void volume(PersistentVolume.Builder volume) {
    if (volume.getStatus().getPhase().isEmpty()) {
      volume.getStatusBuilder().setPhase("Pending");
    }
    var spec = volume.getSpecBuilder();
    if (spec.getPersistentVolumeReclaimPolicy().isEmpty()) {
      spec.setPersistentVolumeReclaimPolicy("Retain");
    }
    if (!spec.hasVolumeMode()) {
      spec.setVolumeMode("Filesystem");
    }
  }

  private static void claim(PersistentVolumeClaim.Builder claim) {
    if (claim.getStatus().getPhase().isEmpty()) {
      claim.getStatusBuilder().setPhase("Pending");
    }
  }

  private static void claimSpec(PersistentVolumeClaimSpec.Builder spec) {
    if (!spec.hasVolumeMode()) {
      spec.setVolumeMode("Filesystem");
    }
  }
}
