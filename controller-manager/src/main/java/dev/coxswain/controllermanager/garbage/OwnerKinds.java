package dev.coxswain.controllermanager.garbage;

import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which resources the garbage collector looks after, and which one a reference means.
final class OwnerKinds {
  private final Map<String, ResourceType> byKind = new HashMap<>();
  private final List<ResourceType> collected;

  OwnerKinds(Scheme scheme) {
    var distinct = new LinkedHashMap<String, ResourceType>();
    for (var type : scheme.resources()) {
      byKind.put(type.groupVersion().apiVersion() + "/" + type.kind().gvk().kind(), type);
      if (isCollected(type)) {
        distinct.putIfAbsent(type.groupResource(), type);
      }
    }
    collected = new ArrayList<>(distinct.values());
  }

  // Events are many, short-lived, and own nothing.
  private static boolean isCollected(ResourceType type) {
    return type.supports("list")
        && type.supports("watch")
        && type.supports("delete")
        && !type.plural().equals("events");
  }

  List<ResourceType> collected() {
    return List.copyOf(collected);
  }

  Optional<ResourceType> of(OwnerReference owner) {
    return Optional.ofNullable(byKind.get(owner.getApiVersion() + "/" + owner.getKind()));
  }
}
