package dev.coxswain.controllermanager.framework;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.ArrayList;
import java.util.List;

/// Who manages what: which objects an owner keeps, adopts or lets go. Pure.
public final class Owners {
  private Owners() {}

  /// What to do with the candidates of an owner.
  ///
  /// @param kept its own that match its selector
  /// @param adopted nobody's that match
  /// @param released its own that don't match any more
  public record Claims<M>(List<M> kept, List<M> adopted, List<M> released) {
    public Claims {
      kept = List.copyOf(kept);
      adopted = List.copyOf(adopted);
      released = List.copyOf(released);
    }

    /// What is the owner's when all is done.
    public List<M> mine() {
      var all = new ArrayList<M>(kept);
      all.addAll(adopted);
      return all;
    }
  }

  public static <M extends Message> Claims<M> claim(
      ObjectMeta owner, Selector selector, List<M> candidates) {
    var kept = new ArrayList<M>();
    var adopted = new ArrayList<M>();
    var released = new ArrayList<M>();
    boolean deleting = owner.hasDeletionTimestamp();
    for (var candidate : candidates) {
      var metadata = Metadata.of(candidate);
      var controller = Metadata.controllerOf(candidate);
      boolean matches = selector.matches(metadata.getLabelsMap());
      if (controller.isPresent()) {
        if (controller.get().getUid().equals(owner.getUid())) {
          if (matches) {
            kept.add(candidate);
          } else if (!deleting) {
            released.add(candidate);
          }
        }
      } else if (matches && !deleting && !metadata.hasDeletionTimestamp()) {
        adopted.add(candidate);
      }
    }
    return new Claims<>(kept, adopted, released);
  }

  /// The reference that makes `owner` the controller of an object.
  public static OwnerReference controllerRef(Message owner) {
    var gvk = Scheme.kubernetes().kindOf(owner).gvk();
    var metadata = Metadata.of(owner);
    return OwnerReference.newBuilder()
        .setApiVersion(gvk.apiVersion())
        .setKind(gvk.kind())
        .setName(metadata.getName())
        .setUid(metadata.getUid())
        .setController(true)
        .setBlockOwnerDeletion(true)
        .build();
  }

  public static boolean isOwnedBy(Message object, String uid) {
    return Metadata.of(object).getOwnerReferencesList().stream()
        .anyMatch(ref -> ref.getUid().equals(uid));
  }

  public static boolean isControlledBy(Message object, Message owner) {
    var uid = Metadata.of(owner).getUid();
    return Metadata.controllerOf(object).filter(ref -> ref.getUid().equals(uid)).isPresent();
  }

  /// A merge patch that replaces the object's owners, unless somebody changed the object meanwhile.
  public static byte[] patch(Message object, List<OwnerReference> owners) {
    var metadata = Metadata.of(object);
    return MergePatch.metadata()
        .put("uid", metadata.getUid())
        .put("resourceVersion", metadata.getResourceVersion())
        .put("ownerReferences", owners)
        .bytes();
  }
}
