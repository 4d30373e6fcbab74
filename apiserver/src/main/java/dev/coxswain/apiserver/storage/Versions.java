package dev.coxswain.apiserver.storage;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;

/// The few kinds that are served in two versions and stored in one.
public final class Versions {
  private Versions() {}

  /// The resource under which objects of this one are stored; most store themselves.
  public static ResourceType stored(ResourceType resource) {
    var version = GroupVersion.parse(resource.storageVersion());
    return Scheme.kubernetes()
        .resource(version.group(), version.version(), resource.plural())
        .orElse(resource);
  }

  /// The same object as another kind.
  public static Message convert(Message object, KindType target) {
    if (object.getDescriptorForType().equals(target.descriptor())) {
      return object;
    }
    return switch (target.apiVersion() + " " + target.kind()) {
      case "v1 Event" -> EventVersions.toCore((dev.coxswain.api.events.v1.Event) object);
      case "events.k8s.io/v1 Event" ->
          EventVersions.fromCore((dev.coxswain.api.core.v1.Event) object);
      case "autoscaling/v2 HorizontalPodAutoscaler" ->
          AutoscalerVersions.toV2((dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscaler) object);
      case "autoscaling/v1 HorizontalPodAutoscaler" ->
          AutoscalerVersions.toV1((dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler) object);
      default ->
          throw new IllegalArgumentException(
              "wants a version of " + target.gvk() + ", got " + object.getClass().getName());
    };
  }

  public static StoredObject convert(StoredObject object, KindType target) {
    return object.kind().equals(target)
        ? object
        : StoredObject.lazy(target, object.revision(), () -> convert(object.message(), target));
  }
}
