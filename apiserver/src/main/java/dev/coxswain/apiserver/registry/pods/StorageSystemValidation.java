package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules for volumes of storage systems, in pods and in volumes of the cluster: what must be
/// said of each, and what it may be.
public final class StorageSystemValidation {
  private static final Pattern IQN =
      Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([A-Za-z0-9.-]+)(:[^,;*&$|\\s]+)");
  private static final Pattern EUI = Pattern.compile("eui.[A-Za-z0-9]{16}");
  private static final Pattern NAA = Pattern.compile("naa.[A-Za-z0-9]{32}");
  private static final int MAX_PARTITION = 255;

  /// What must not be empty.
  private static final Map<String, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry("awsElasticBlockStore", List.of("volumeID")),
          Map.entry("azureDisk", List.of("diskName", "diskURI")),
          Map.entry("azureFile", List.of("secretName", "shareName")),
          Map.entry("cephfs", List.of("monitors")),
          Map.entry("cinder", List.of("volumeID")),
          Map.entry("flexVolume", List.of("driver")),
          Map.entry("gcePersistentDisk", List.of("pdName")),
          Map.entry("glusterfs", List.of("endpoints", "path")),
          Map.entry("iscsi", List.of("targetPortal", "iqn")),
          Map.entry("photonPersistentDisk", List.of("pdID")),
          Map.entry("portworxVolume", List.of("volumeID")),
          Map.entry("quobyte", List.of("volume")),
          Map.entry("rbd", List.of("monitors", "image")),
          Map.entry("scaleIO", List.of("gateway", "system", "volumeName")),
          Map.entry("vsphereVolume", List.of("volumePath")));

  private StorageSystemValidation() {}

  /// @param name the field that holds the source
  /// @param source of whichever type the field has; the types of pods and of volumes have the same
  ///   names for their fields
  public static void check(String name, Message source, FieldPath path, Problems problems) {
    for (var field : REQUIRED.getOrDefault(name, List.of())) {
      if (isEmpty(source, field)) {
        problems.required(path.child(field));
      }
    }
    switch (name) {
      case "awsElasticBlockStore", "gcePersistentDisk" ->
          checkRange(number(source, "partition"), path.child("partition"), problems);
      case "azureDisk" -> checkAzureDisk(source, path, problems);
      case "fc" -> checkFibreChannel(source, path, problems);
      case "flocker" -> checkFlocker(source, path, problems);
      case "iscsi" -> checkIscsi(source, path, problems);
      case "quobyte" -> checkRegistry(text(source, "registry"), path.child("registry"), problems);
      case "storageos" -> checkStorageOs(source, path, problems);
      default -> {
        // Nothing but what is required.
      }
    }
  }

  private static void checkAzureDisk(Message source, FieldPath path, Problems problems) {
    problems.oneOf(
        path.child("cachingMode"),
        text(source, "cachingMode"),
        List.of("None", "ReadOnly", "ReadWrite"));
    var kind = text(source, "kind");
    problems.oneOf(path.child("kind"), kind, List.of("Dedicated", "Managed", "Shared"));
    var uri = text(source, "diskURI");
    if (kind.equals("Managed") && !uri.startsWith("/subscriptions")) {
      problems.notSupported(
          path.child("diskURI"),
          uri,
          List.of(
              "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"));
    }
    if (!kind.equals("Managed") && !uri.startsWith("https://")) {
      problems.notSupported(
          path.child("diskURI"),
          uri,
          List.of("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"));
    }
  }

  private static void checkFibreChannel(Message source, FieldPath path, Problems problems) {
    boolean names = !isEmpty(source, "targetWWNs");
    boolean ids = !isEmpty(source, "wwids");
    var at = path.child("targetWWNs");
    if (!names && !ids) {
      problems.required(at, "must specify either targetWWNs or wwids, but not both");
    }
    if (names && ids) {
      problems.invalid(
          at,
          source.getField(field(source, "targetWWNs")),
          "targetWWNs and wwids can not be specified simultaneously");
    }
    if (names && !source.hasField(field(source, "lun"))) {
      problems.required(path.child("lun"), "lun is required if targetWWNs is specified");
    } else if (names) {
      checkRange(number(source, "lun"), path.child("lun"), problems);
    }
  }

  private static void checkFlocker(Message source, FieldPath path, Problems problems) {
    var name = text(source, "datasetName");
    boolean named = !name.isEmpty();
    boolean identified = !isEmpty(source, "datasetUUID");
    if (!named && !identified) {
      problems.required(path, "one of datasetName and datasetUUID is required");
    }
    if (named && identified) {
      problems.invalid(
          path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
    }
    if (name.contains("/")) {
      problems.invalid(path.child("datasetName"), name, "must not contain '/'");
    }
  }

  private static void checkIscsi(Message source, FieldPath path, Problems problems) {
    var name = text(source, "iqn");
    if (!name.isEmpty() && !isQualified(name)) {
      problems.invalid(path.child("iqn"), name, "must be valid format");
    }
    checkRange(number(source, "lun"), path.child("lun"), problems);
    boolean authenticates = flag(source, "chapAuthDiscovery") || flag(source, "chapAuthSession");
    if (authenticates && !source.hasField(field(source, "secretRef"))) {
      problems.required(path.child("secretRef"));
    }
    var initiator = text(source, "initiatorName");
    if (source.hasField(field(source, "initiatorName")) && !isQualified(initiator)) {
      problems.invalid(path.child("initiatorname"), initiator, "must be valid format");
    }
  }

  private static boolean isQualified(String name) {
    return switch (name.length() < 3 ? "" : name.substring(0, 3)) {
      case "iqn" -> IQN.matcher(name).matches();
      case "eui" -> EUI.matcher(name).matches();
      case "naa" -> NAA.matcher(name).matches();
      default -> false;
    };
  }

  private static void checkRegistry(String registry, FieldPath path, Problems problems) {
    var wanted = "must be a host:port pair or multiple pairs separated by commas";
    if (registry.isEmpty()) {
      problems.required(path, wanted);
      return;
    }
    for (var pair : registry.split(",", -1)) {
      if (!pair.matches("(\\[[^\\]]*\\]|[^:]*):[^:]*")) {
        problems.invalid(path, registry, wanted);
      }
    }
  }

  private static void checkStorageOs(Message source, FieldPath path, Problems problems) {
    var name = text(source, "volumeName");
    if (name.isEmpty()) {
      problems.required(path.child("volumeName"));
    } else {
      problems.invalid(path.child("volumeName"), name, Names.isDns1123Label(name));
    }
    var namespace = text(source, "volumeNamespace");
    if (!namespace.isEmpty()) {
      problems.invalid(path.child("volumeNamespace"), namespace, Names.isDns1123Label(namespace));
    }
  }

  private static void checkRange(int value, FieldPath path, Problems problems) {
    problems.invalid(path, value, Numbers.isInRange(value, 0, MAX_PARTITION));
  }

  private static boolean isEmpty(Message source, String name) {
    var field = field(source, name);
    return field.isRepeated()
        ? source.getRepeatedFieldCount(field) == 0
        : source.getField(field).toString().isEmpty();
  }

  private static String text(Message source, String name) {
    return (String) source.getField(field(source, name));
  }

  private static int number(Message source, String name) {
    return (Integer) source.getField(field(source, name));
  }

  private static boolean flag(Message source, String name) {
    return (Boolean) source.getField(field(source, name));
  }

  private static FieldDescriptor field(Message source, String name) {
    return source.getDescriptorForType().findFieldByName(name);
  }
}
