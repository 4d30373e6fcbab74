package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The rules for volumes of storage systems, in pods and in volumes of the cluster: what must be
/// said of each, and what it may be.
public final class StorageSystemValidation {
  private static final Pattern HOST_PORT = Pattern.compile("(\\[[^\\[\\]]*\\]|[^:\\[\\]]*):[^:]*");
  private static final int MAX_PARTITION = 255;
  private static final int MAX_TENANT = 64;

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
          Map.entry("iscsi", List.of("targetPortal")),
          Map.entry("photonPersistentDisk", List.of("pdID")),
          Map.entry("portworxVolume", List.of("volumeID")),
          Map.entry("rbd", List.of("monitors", "image")),
          Map.entry("scaleIO", List.of("gateway", "system", "volumeName")),
          Map.entry("vsphereVolume", List.of("volumePath")));

  private StorageSystemValidation() {}

  /// @param name the field that holds the source
  /// @param source of whichever type the field has; the types of pods and of volumes have the same
  ///   names for their fields
  /// @param parent what has the source
  public static void check(String name, Message source, FieldPath parent, Problems problems) {
    var path = parent.child(name.equals("gcePersistentDisk") ? "persistentDisk" : name);
    for (var required : REQUIRED.getOrDefault(name, List.of())) {
      if (isEmpty(source, required)) {
        problems.required(path.child(required));
      }
    }
    switch (name) {
      case "awsElasticBlockStore", "gcePersistentDisk" ->
          checkPartition(source, path.child("partition"), problems);
      case "azureDisk" -> checkAzureDisk(source, path, problems);
      case "cinder" -> checkSecret(source, path.child("secretRef"), problems);
      case "fc" -> checkFibreChannel(source, path, problems);
      case "flexVolume" -> checkOptions(source, path.child("options"), problems);
      case "flocker" -> checkFlocker(source, path, problems);
      case "iscsi" -> checkIscsi(source, path, problems);
      case "quobyte" -> checkQuobyte(source, path, problems);
      case "storageos" -> checkStorageOs(source, path, problems);
      default -> {
        // Nothing but what is required.
      }
    }
  }

  /// Disks are numbered from one, and zero means the whole of it.
  private static void checkPartition(Message source, FieldPath path, Problems problems) {
    int partition = number(source, "partition");
    if (partition < 0 || partition > MAX_PARTITION) {
      problems.invalid(path, partition, Messages.between(1, MAX_PARTITION));
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
    if (kind.equals("Managed") && !uri.startsWith("/subscriptions/")) {
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

  /// What Kubernetes says to drivers itself cannot be an option.
  private static void checkOptions(Message source, FieldPath path, Problems problems) {
    var options = new TreeMap<String, Message>();
    for (var entry : (List<?>) source.getField(field(source, "options"))) {
      var option = (Message) entry;
      options.put(text(option, "key"), option);
    }
    for (var option : options.keySet()) {
      var domain = "." + option.split("/", 2)[0].toLowerCase(Locale.ROOT);
      if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
        problems.invalid(
            path.key(option), option, "kubernetes.io and k8s.io namespaces are reserved");
      }
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
    boolean inPod = !isOfCluster(source);
    IscsiValidation.checkTarget(text(source, "iqn"), inPod, path.child("iqn"), problems);
    checkRange(number(source, "lun"), path.child("lun"), problems);
    boolean authenticates = flag(source, "chapAuthDiscovery") || flag(source, "chapAuthSession");
    var secret = field(source, "secretRef");
    if (authenticates && !source.hasField(secret)) {
      problems.required(path.child("secretRef"));
    }
    if (!inPod
        && source.hasField(secret)
        && text((Message) source.getField(secret), "name").isEmpty()) {
      problems.required(path.child("secretRef", "name"));
    }
    if (source.hasField(field(source, "initiatorName"))) {
      IscsiValidation.checkInitiator(
          text(source, "initiatorName"), inPod, path.child("initiatorname"), problems);
    }
  }

  private static void checkQuobyte(Message source, FieldPath path, Problems problems) {
    var wanted = "must be a host:port pair or multiple pairs separated by commas";
    var registry = text(source, "registry");
    if (registry.isEmpty()) {
      problems.required(path.child("registry"), wanted);
    } else if (text(source, "tenant").length() > MAX_TENANT) {
      problems.required(
          path.child("tenant"), "must be a UUID and may not exceed a length of 64 characters");
    } else {
      for (var pair : registry.split(",", -1)) {
        if (!HOST_PORT.matcher(pair).matches()) {
          problems.invalid(path.child("registry"), registry, wanted);
        }
      }
    }
    if (isEmpty(source, "volume")) {
      problems.required(path.child("volume"));
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
    checkSecret(source, path.child("secretRef"), problems);
  }

  /// Volumes of the cluster say in which namespace the secret lies, too.
  private static void checkSecret(Message source, FieldPath path, Problems problems) {
    var secret = field(source, "secretRef");
    if (!source.hasField(secret)) {
      return;
    }
    var ref = (Message) source.getField(secret);
    if (text(ref, "name").isEmpty()) {
      problems.required(path.child("name"));
    }
    if (isOfCluster(source) && text(ref, "namespace").isEmpty()) {
      problems.required(path.child("namespace"));
    }
  }

  private static boolean isOfCluster(Message source) {
    return source.getDescriptorForType().getName().contains("Persistent");
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
