package dev.coxswain.controllermanager.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.runtime.RawExtension;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.Hash;
import dev.coxswain.controllermanager.framework.Owners;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How revisions are made, compared and read. Pure.
public final class Revisions {
  static final Comparator<ControllerRevision> OLDEST_FIRST =
      Comparator.comparingLong(ControllerRevision::getRevision)
          .thenComparingLong(r -> r.getMetadata().getCreationTimestamp().getSeconds())
          .thenComparing(r -> r.getMetadata().getName());

  private Revisions() {}

  /// The revision of a template, named after its hash.
  ///
  /// @param hashLabel where it has that hash
  /// @param collisions how often that name was in use for another already
  public static ControllerRevision create(
      Message owner, PodTemplateSpec template, String hashLabel, long revision, int collisions) {
    var data = data(template);
    var hash = Hash.of(data, collisions);
    var metadata = Metadata.of(owner);
    return ControllerRevision.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(metadata.getName() + "-" + hash)
                .setNamespace(metadata.getNamespace())
                .putAllLabels(template.getMetadata().getLabelsMap())
                .putLabels(hashLabel, hash)
                .putAllAnnotations(metadata.getAnnotationsMap())
                .addOwnerReferences(Owners.controllerRef(owner)))
        .setData(RawExtension.newBuilder().setRaw(ByteString.copyFrom(data)))
        .setRevision(revision)
        .build();
  }

  // A strategic merge patch that puts the template back; `kubectl rollout undo` applies it.
  private static byte[] data(PodTemplateSpec template) {
    var root = JsonNodeFactory.instance.objectNode();
    var patch = root.putObject("spec").putObject("template");
    JsonCodec.toTree(template).properties().forEach(e -> patch.set(e.getKey(), e.getValue()));
    patch.put("$patch", "replace");
    return JsonCodec.toJson(root);
  }

  public static boolean sameData(ControllerRevision a, ControllerRevision b) {
    return tree(a).equals(tree(b));
  }

  /// The template that the revision keeps.
  public static PodTemplateSpec template(ControllerRevision revision) {
    var tree = tree(revision).path("spec").path("template").deepCopy();
    var template = PodTemplateSpec.newBuilder();
    ((ObjectNode) tree).remove("$patch");
    JsonCodec.merge(tree, template);
    return template.build();
  }

  private static JsonNode tree(ControllerRevision revision) {
    return JsonCodec.parse(revision.getData().getRaw().toByteArray());
  }

  public static String hash(ControllerRevision revision) {
    return revision.getMetadata().getLabelsOrDefault(Annotations.CONTROLLER_REVISION_HASH, "");
  }

  static long next(List<ControllerRevision> all) {
    return all.stream().mapToLong(ControllerRevision::getRevision).max().orElse(0) + 1;
  }

  static Optional<ControllerRevision> equalTo(
      ControllerRevision wanted, List<ControllerRevision> all) {
    return all.stream().filter(r -> sameData(r, wanted)).max(OLDEST_FIRST);
  }

  /// Revisions beyond the limit that no pod has, oldest first.
  static List<ControllerRevision> outdated(
      List<ControllerRevision> all, Set<String> used, int limit) {
    var free =
        all.stream()
            .filter(r -> !used.contains(r.getMetadata().getName()))
            .sorted(OLDEST_FIRST)
            .toList();
    return free.subList(0, Math.max(0, free.size() - limit));
  }
}
