package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSIStorageCapacity;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.api.storage.v1.TokenRequest;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.api.storage.v1.VolumeAttributesClass;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import java.util.stream.Collectors;

/// The tables of the group.
public final class StorageTables {
  private static final String IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";
  private static final String OLD_IS_DEFAULT = "storageclass.beta.kubernetes.io/is-default-class";

  public static final Table<StorageClass> STORAGE_CLASSES =
      Table.<StorageClass>empty()
          .column(Columns.name(), StorageTables::name)
          .text("Provisioner", "Who makes volumes of the class.", StorageClass::getProvisioner)
          .text(
              "ReclaimPolicy",
              "What becomes of volumes when their claims go.",
              s -> s.hasReclaimPolicy() ? s.getReclaimPolicy() : "Delete")
          .text(
              "VolumeBindingMode",
              "When claims get their volumes.",
              s -> s.hasVolumeBindingMode() ? s.getVolumeBindingMode() : "Immediate")
          .text(
              "AllowVolumeExpansion",
              "Whether volumes can grow.",
              StorageClass::getAllowVolumeExpansion)
          .age()
          .build();

  public static final Table<CSIDriver> CSI_DRIVERS =
      Table.of(CSIDriver.class)
          .flag(
              "AttachRequired",
              "Whether volumes are attached to nodes first.",
              d -> !d.getSpec().hasAttachRequired() || d.getSpec().getAttachRequired())
          .flag(
              "PodInfoOnMount",
              "Whether the driver is told of the pod.",
              d -> d.getSpec().getPodInfoOnMount())
          .flag(
              "StorageCapacity",
              "Whether the driver tells how much room there is.",
              d -> d.getSpec().getStorageCapacity())
          .text(
              "TokenRequests",
              "Audiences of the tokens that the driver gets.",
              StorageTables::audiences)
          .flag(
              "RequiresRepublish",
              "Whether the driver is called again and again.",
              d -> d.getSpec().getRequiresRepublish())
          .text(
              "Modes",
              "Which lives volumes can have.",
              d -> Cells.orNone(String.join(",", d.getSpec().getVolumeLifecycleModesList())))
          .age()
          .build();

  public static final Table<CSINode> CSI_NODES =
      Table.of(CSINode.class)
          .number(
              "Drivers",
              "How many drivers the node has.",
              n -> (long) n.getSpec().getDriversCount())
          .age()
          .build();

  public static final Table<CSIStorageCapacity> CAPACITIES =
      Table.of(CSIStorageCapacity.class).createdAt().build();

  public static final Table<VolumeAttachment> ATTACHMENTS =
      Table.of(VolumeAttachment.class)
          .column(
              Columns.text("Attacher", "Which driver attaches the volume.").formatted("name"),
              a -> a.getSpec().getAttacher())
          .text(
              "PV",
              "Which volume is attached.",
              a -> a.getSpec().getSource().getPersistentVolumeName())
          .text("Node", "To which node it is attached.", a -> a.getSpec().getNodeName())
          .flag("Attached", "Whether it is.", a -> a.getStatus().getAttached())
          .age()
          .build();

  public static final Table<VolumeAttributesClass> ATTRIBUTES_CLASSES =
      Table.of(VolumeAttributesClass.class)
          .text("DriverName", "Which driver knows the class.", VolumeAttributesClass::getDriverName)
          .age()
          .build();

  private StorageTables() {}

  private static String name(StorageClass storage) {
    var annotations = storage.getMetadata().getAnnotationsMap();
    boolean isDefault =
        annotations.getOrDefault(IS_DEFAULT, "").equals("true")
            || annotations.getOrDefault(OLD_IS_DEFAULT, "").equals("true");
    var name = storage.getMetadata().getName();
    return isDefault ? name + " (default)" : name;
  }

  private static String audiences(CSIDriver driver) {
    return Cells.orUnset(
        driver.getSpec().getTokenRequestsList().stream()
            .map(TokenRequest::getAudience)
            .collect(Collectors.joining(",")));
  }
}
