package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ComponentStatus;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PodTemplate;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The smaller tables of the core group.
public final class CoreTables {
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
  private static final String CONTAINERS = "Names of the containers in the pod template.";
  private static final String IMAGES = "Images of the containers in the pod template.";

  public static final Table<LimitRange> LIMIT_RANGES =
      Table.of(LimitRange.class).createdAt().build();

  public static final Table<PodTemplate> POD_TEMPLATES =
      Table.of(PodTemplate.class)
          .text("Containers", CONTAINERS, t -> Cells.containers(t.getTemplate().getSpec()))
          .text("Images", IMAGES, t -> Cells.images(t.getTemplate().getSpec()))
          .text(
              "Pod Labels",
              "Labels that pods of the template get.",
              t -> Cells.labels(t.getTemplate().getMetadata().getLabelsMap()))
          .build();

  public static final Table<ReplicationController> REPLICATION_CONTROLLERS =
      Table.of(ReplicationController.class)
          .number(
              "Desired", "How many pods there should be.", rc -> (long) rc.getSpec().getReplicas())
          .number("Current", "How many pods there are.", rc -> (long) rc.getStatus().getReplicas())
          .number(
              "Ready", "How many pods are ready.", rc -> (long) rc.getStatus().getReadyReplicas())
          .age()
          .wide(
              "Containers",
              CONTAINERS,
              rc -> Cells.containers(rc.getSpec().getTemplate().getSpec()))
          .wide("Images", IMAGES, rc -> Cells.images(rc.getSpec().getTemplate().getSpec()))
          .wide(
              "Selector",
              "Labels by which the pods are found.",
              rc -> Cells.labels(rc.getSpec().getSelectorMap()))
          .build();

  public static final Table<ResourceQuota> RESOURCE_QUOTAS =
      Table.of(ResourceQuota.class)
          .text(
              "Request",
              "What is used of what may be requested or created.",
              q -> usage(q, name -> !name.startsWith("limits.")))
          .text(
              "Limit",
              "What is used of what limits may add up to.",
              q -> usage(q, name -> name.startsWith("limits.")))
          .age()
          .build();

  public static final Table<ComponentStatus> COMPONENT_STATUSES =
      Table.of(ComponentStatus.class)
          .text("Status", "Whether the component is healthy.", CoreTables::health)
          .text(
              "Message",
              "What the component says of its health.",
              c -> c.getConditionsCount() > 0 ? c.getConditions(0).getMessage() : "")
          .text(
              "Error",
              "Why the health is not known.",
              c -> c.getConditionsCount() > 0 ? c.getConditions(0).getError() : "")
          .build();

  public static final Table<PersistentVolume> PERSISTENT_VOLUMES =
      Table.of(PersistentVolume.class)
          .text(
              "Capacity", "How much the volume holds.", v -> storage(v.getSpec().getCapacityMap()))
          .text(
              "Access Modes",
              "How the volume can be mounted.",
              v -> accessModes(v.getSpec().getAccessModesList()))
          .text(
              "Reclaim Policy",
              "What becomes of the volume when its claim goes.",
              v -> v.getSpec().getPersistentVolumeReclaimPolicy())
          .text(
              "Status",
              "Where the volume stands.",
              v ->
                  v.getMetadata().hasDeletionTimestamp() ? "Terminating" : v.getStatus().getPhase())
          .text("Claim", "The claim that has the volume.", CoreTables::claim)
          .text(
              "StorageClass",
              "Class of the volume.",
              v ->
                  v.getMetadata()
                      .getAnnotationsOrDefault(OLD_CLASS, v.getSpec().getStorageClassName()))
          .text(
              "VolumeAttributesClass",
              "Class of the attributes that can change.",
              v ->
                  v.getSpec().hasVolumeAttributesClassName()
                      ? v.getSpec().getVolumeAttributesClassName()
                      : Cells.UNSET)
          .text("Reason", "Why the volume failed.", v -> v.getStatus().getReason())
          .age()
          .wide(
              "VolumeMode",
              "Whether the volume is a file system or a device.",
              v -> Cells.orUnset(v.getSpec().getVolumeMode()))
          .build();

  public static final Table<PersistentVolumeClaim> CLAIMS =
      Table.of(PersistentVolumeClaim.class)
          .text(
              "Status",
              "Where the claim stands.",
              c ->
                  c.getMetadata().hasDeletionTimestamp() ? "Terminating" : c.getStatus().getPhase())
          .text("Volume", "The volume that the claim has.", c -> c.getSpec().getVolumeName())
          .text(
              "Capacity",
              "How much the volume holds.",
              c -> isBound(c) ? storage(c.getStatus().getCapacityMap()) : "")
          .text(
              "Access Modes",
              "How the volume can be mounted.",
              c -> isBound(c) ? accessModes(c.getStatus().getAccessModesList()) : "")
          .text(
              "StorageClass",
              "Class of the volume.",
              c ->
                  c.getMetadata()
                      .getAnnotationsOrDefault(OLD_CLASS, c.getSpec().getStorageClassName()))
          .text(
              "VolumeAttributesClass",
              "Class of the attributes that can change.",
              c ->
                  c.getSpec().hasVolumeAttributesClassName()
                      ? c.getSpec().getVolumeAttributesClassName()
                      : Cells.UNSET)
          .age()
          .wide(
              "VolumeMode",
              "Whether the volume is a file system or a device.",
              c -> Cells.orUnset(c.getSpec().getVolumeMode()))
          .build();

  private CoreTables() {}

  private static String usage(ResourceQuota quota, Predicate<String> included) {
    return new TreeMap<>(quota.getStatus().getHardMap())
        .entrySet().stream()
            .filter(hard -> included.test(hard.getKey()))
            .map(hard ->
                "%s: %s/%s"
                    .formatted(
                        hard.getKey(),
                        amount(
                            quota
                                .getStatus()
                                .getUsedOrDefault(hard.getKey(), Quantity.getDefaultInstance())),
                        amount(hard.getValue())))
            .collect(Collectors.joining(", "));
  }

  private static String health(ComponentStatus component) {
    return component.getConditionsList().stream()
        .filter(c -> c.getType().equals("Healthy"))
        .findFirst()
        .map(c -> c.getStatus().equals("True") ? "Healthy" : "Unhealthy")
        .orElse("Unknown");
  }

  private static String claim(PersistentVolume volume) {
    var claim = volume.getSpec().getClaimRef();
    return volume.getSpec().hasClaimRef() ? claim.getNamespace() + "/" + claim.getName() : "";
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return !claim.getSpec().getVolumeName().isEmpty();
  }

  private static String storage(Map<String, Quantity> capacity) {
    return amount(capacity.getOrDefault("storage", Quantity.getDefaultInstance()));
  }

  private static String amount(Quantity quantity) {
    return Amount.of(quantity).toString();
  }

  private static String accessModes(Collection<String> modes) {
    return Stream.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
        .filter(modes::contains)
        .map(CoreTables::shortMode)
        .collect(Collectors.joining(","));
  }

  private static String shortMode(String mode) {
    return switch (mode) {
      case "ReadWriteOnce" -> "RWO";
      case "ReadOnlyMany" -> "ROX";
      case "ReadWriteMany" -> "RWX";
      default -> "RWOP";
    };
  }
}
