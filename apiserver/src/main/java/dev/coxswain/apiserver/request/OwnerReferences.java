package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/// Leaves out owners that an object names twice, and tells its sender.
final class OwnerReferences {
  /// When nobody but the sender can have named them twice.
  static final String AS_SENT = ".metadata.ownerReferences contains duplicate entries";

  static final String ADMITTED = AS_SENT + " after mutating admission happens";

  private static final String ADVICE =
      "; API server dedups owner references in 1.20+, and may reject such requests as early as"
          + " 1.24; please fix your requests; duplicate UID(s) observed: ";

  private OwnerReferences() {}

  /// @param found [#AS_SENT] or [#ADMITTED]
  static Message distinct(Message object, String found, Consumer<String> warnings) {
    var owners = Metadata.of(object).getOwnerReferencesList();
    var distinct = new LinkedHashSet<>(owners);
    if (distinct.size() == owners.size()) {
      return object;
    }
    warnings.accept(found + ADVICE + String.join(", ", repeated(owners)));
    return Metadata.edit(
        object, meta -> meta.clearOwnerReferences().addAllOwnerReferences(distinct));
  }

  private static List<String> repeated(List<OwnerReference> owners) {
    var seen = new LinkedHashSet<OwnerReference>();
    var repeated = new ArrayList<String>();
    for (var owner : owners) {
      if (!seen.add(owner)) {
        repeated.add(owner.getUid());
      }
    }
    return repeated;
  }
}
