package dev.coxswain.apiserver.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Rules for the metadata of every object.
public final class ObjectMetaValidation {
  private static final int ANNOTATIONS_LIMIT = 256 * 1024;
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private ObjectMetaValidation() {}

  public static void check(
      ObjectMeta meta, boolean namespaced, NameRule rule, FieldPath path, Problems problems) {
    if (!meta.getGenerateName().isEmpty()) {
      problems.invalid(
          path.child("generateName"),
          meta.getGenerateName(),
          rule.prefixComplaints(meta.getGenerateName()));
    }
    if (meta.getName().isEmpty()) {
      problems.required(path.child("name"), "name or generateName is required");
    } else {
      problems.invalid(path.child("name"), meta.getName(), rule.complaints(meta.getName()));
    }
    checkWhole(meta, namespaced, path, problems);
    checkFinalizerNames(meta.getFinalizersList(), path.child("finalizers"), problems);
  }

  /// What a kind's own rules say of changed metadata.
  public static void checkUpdate(
      ObjectMeta updated, ObjectMeta existing, FieldPath path, Problems problems) {
    checkChanges(updated, existing, path, problems);
    checkFinalizerNames(updated.getFinalizersList(), path.child("finalizers"), problems);
  }

  /// What holds for changed metadata of every kind, before the kind's own rules.
  public static void checkAnyUpdate(
      ObjectMeta updated,
      ObjectMeta existing,
      boolean namespaced,
      FieldPath path,
      Problems problems) {
    problems.invalid(
        path.child("generateName"),
        updated.getGenerateName(),
        Names.isPathSegmentPrefix(updated.getGenerateName()));
    checkWhole(updated, namespaced, path, problems);
    checkChanges(updated, existing, path, problems);
  }

  /// Whether all that [#checkAnyUpdate] looks at is as it was.
  public static boolean isSettled(ObjectMeta updated, ObjectMeta existing) {
    return updated.toBuilder()
        .clearManagedFields()
        .setGeneration(existing.getGeneration())
        .setResourceVersion(existing.getResourceVersion())
        .build()
        .equals(existing.toBuilder().clearManagedFields().build());
  }

  private static void checkChanges(
      ObjectMeta updated, ObjectMeta existing, FieldPath path, Problems problems) {
    checkNewFinalizers(updated, existing, path.child("finalizers"), problems);
    if (updated.getGeneration() < existing.getGeneration()) {
      problems.invalid(
          path.child("generation"), updated.getGeneration(), "must not be decremented");
    }
    problems.unchanged(path.child("name"), updated.getName(), existing.getName());
    problems.unchanged(path.child("namespace"), updated.getNamespace(), existing.getNamespace());
    problems.unchanged(path.child("uid"), updated.getUid(), existing.getUid());
    problems.unchanged(
        path.child("creationTimestamp"),
        time(true, updated.getCreationTimestamp()),
        time(true, existing.getCreationTimestamp()));
    problems.unchanged(
        path.child("deletionTimestamp"),
        time(updated.hasDeletionTimestamp(), updated.getDeletionTimestamp()),
        time(existing.hasDeletionTimestamp(), existing.getDeletionTimestamp()));
    problems.unchanged(
        path.child("deletionGracePeriodSeconds"),
        Problems.pointed(
            updated.hasDeletionGracePeriodSeconds(), updated.getDeletionGracePeriodSeconds()),
        Problems.pointed(
            existing.hasDeletionGracePeriodSeconds(), existing.getDeletionGracePeriodSeconds()));
    checkLabels(updated.getLabelsMap(), path.child("labels"), problems);
    checkAnnotations(updated.getAnnotationsMap(), path.child("annotations"), problems);
    checkOwners(updated.getOwnerReferencesList(), path.child("ownerReferences"), problems);
  }

  private static JsonNode time(boolean isSet, Time time) {
    return isSet ? JsonCodec.toTree(time) : NullNode.instance;
  }

  /// Labels wherever they occur.
  public static void checkLabels(Map<String, String> labels, FieldPath path, Problems problems) {
    sorted(labels.keySet())
        .forEach(key -> {
          problems.invalid(path, key, Names.isQualifiedName(key));
          problems.invalid(path, labels.get(key), Names.isValidLabelValue(labels.get(key)));
        });
  }

  public static void checkAnnotations(
      Map<String, String> annotations, FieldPath path, Problems problems) {
    sorted(annotations.keySet())
        .forEach(key ->
            // Upper case is allowed in the prefix of an annotation.
            problems.invalid(path, key, Names.isQualifiedName(key.toLowerCase(Locale.ROOT))));
    long size =
        annotations.entrySet().stream()
            .mapToLong(e -> bytes(e.getKey()) + bytes(e.getValue()))
            .sum();
    if (size > ANNOTATIONS_LIMIT) {
      problems.tooLong(path, ANNOTATIONS_LIMIT);
    }
  }

  private static void checkNamespace(
      ObjectMeta meta, boolean namespaced, FieldPath path, Problems problems) {
    var namespace = meta.getNamespace();
    if (!namespaced) {
      if (!namespace.isEmpty()) {
        problems.forbidden(path, "not allowed on this type");
      }
    } else if (namespace.isEmpty()) {
      problems.required(path);
    } else {
      problems.invalid(path, namespace, Names.isDns1123Label(namespace));
    }
  }

  private static void checkWhole(
      ObjectMeta meta, boolean namespaced, FieldPath path, Problems problems) {
    checkNamespace(meta, namespaced, path.child("namespace"), problems);
    problems.nonNegative(path.child("generation"), meta.getGeneration());
    checkLabels(meta.getLabelsMap(), path.child("labels"), problems);
    checkAnnotations(meta.getAnnotationsMap(), path.child("annotations"), problems);
    checkOwners(meta.getOwnerReferencesList(), path.child("ownerReferences"), problems);
    checkFinalizers(meta.getFinalizersList(), path.child("finalizers"), problems);
  }

  /// All errors are at the list, whichever owner they are about.
  private static void checkOwners(List<OwnerReference> owners, FieldPath path, Problems problems) {
    var controller = Optional.<String>empty();
    for (var owner : owners) {
      checkOwner(owner, path, problems);
      if (!owner.getController()) {
        continue;
      }
      var name = owner.getKind() + "/" + owner.getName();
      if (controller.isEmpty()) {
        controller = Optional.of(name);
      } else {
        problems.invalid(
            path,
            owners.stream().map(JsonCodec::toTree).toList(),
            "Only one reference can have Controller set to true. Found \"true\" in references"
                + " for %s and %s".formatted(controller.get(), name));
      }
    }
  }

  private static void checkOwner(OwnerReference owner, FieldPath path, Problems problems) {
    var type = GroupVersion.parse(owner.getApiVersion());
    if (type.version().isEmpty() || type.group().contains("/")) {
      problems.invalid(
          path.child("apiVersion"), owner.getApiVersion(), "version must not be empty");
    }
    if (owner.getKind().isEmpty()) {
      problems.invalid(path.child("kind"), "", "must not be empty");
    }
    if (owner.getName().isEmpty()) {
      problems.invalid(path.child("name"), "", "must not be empty");
    }
    if (owner.getUid().isEmpty()) {
      problems.invalid(path.child("uid"), "", "must not be empty");
    }
    if (owner.getKind().equals("Event") && owner.getApiVersion().equals("v1")) {
      problems.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
    }
  }

  private static void checkFinalizers(List<String> finalizers, FieldPath path, Problems problems) {
    finalizers.forEach(f -> problems.invalid(path, f, Names.isQualifiedName(f)));
    if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
      problems.invalid(
          path,
          List.copyOf(finalizers),
          "finalizer orphan and foregroundDeletion cannot be both set");
    }
  }

  /// Finalizers must say whose they are.
  public static void checkFinalizerNames(
      List<String> finalizers, FieldPath path, Problems problems) {
    for (int i = 0; i < finalizers.size(); i++) {
      checkFinalizerName(finalizers.get(i), path.index(i), problems);
    }
  }

  public static void checkFinalizerName(String finalizer, FieldPath path, Problems problems) {
    if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
      problems.invalid(
          path, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
    }
  }

  private static void checkNewFinalizers(
      ObjectMeta updated, ObjectMeta existing, FieldPath path, Problems problems) {
    if (!existing.hasDeletionTimestamp()) {
      return;
    }
    var added = new HashSet<>(updated.getFinalizersList());
    existing.getFinalizersList().forEach(added::remove);
    if (!added.isEmpty()) {
      problems.forbidden(
          path,
          "no new finalizers can be added if the object is being deleted, found new finalizers "
              + goStrings(added));
    }
  }

  private static String goStrings(Collection<String> texts) {
    return texts.stream()
        .sorted()
        .map(t -> '"' + t + '"')
        .collect(Collectors.joining(", ", "[]string{", "}"));
  }

  private static List<String> sorted(Collection<String> keys) {
    return keys.stream().sorted().toList();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
