package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which volumes and claims use which classes of attributes.
record AttributesUse(Lister<PersistentVolume> volumes, Lister<PersistentVolumeClaim> claims) {
  private static final String BY_CLASS = "volumeAttributesClass";

  /// Indexes volumes and claims, and tells the names of classes that one of them stopped using.
  static AttributesUse watch(ControllerContext context, Consumer<String> released) {
    var volumes = context.informer(PersistentVolume.class);
    volumes.addIndex(BY_CLASS, AttributesUse::classes);
    volumes.addHandler(releases(AttributesUse::classes, released));
    var claims = context.informer(PersistentVolumeClaim.class);
    claims.addIndex(BY_CLASS, AttributesUse::classes);
    claims.addHandler(releases(AttributesUse::classes, released));
    return new AttributesUse(volumes.lister(), claims.lister());
  }

  /// Whether anything uses the class.
  boolean any(String name) {
    return !volumes.byIndex(BY_CLASS, name).isEmpty() || !claims.byIndex(BY_CLASS, name).isEmpty();
  }

  /// The class that the volume names.
  static List<String> classes(PersistentVolume volume) {
    return named(Stream.of(volume.getSpec().getVolumeAttributesClassName()));
  }

  /// The classes that the claim has, wants, or is about to get.
  static List<String> classes(PersistentVolumeClaim claim) {
    var status = claim.getStatus();
    return named(
        Stream.of(
            claim.getSpec().getVolumeAttributesClassName(),
            status.getCurrentVolumeAttributesClassName(),
            status.getModifyVolumeStatus().getTargetVolumeAttributesClassName()));
  }

  private static List<String> named(Stream<String> names) {
    return names.filter(name -> !name.isEmpty()).distinct().toList();
  }

  private static <M> ResourceHandler<M> releases(
      Function<M, List<String>> classes, Consumer<String> released) {
    return new ResourceHandler<>() {
      @Override
      public void onUpdate(M before, M after) {
        var kept = classes.apply(after);
        classes.apply(before).stream().filter(name -> !kept.contains(name)).forEach(released);
      }

      @Override
      public void onDelete(M last) {
        classes.apply(last).forEach(released);
      }
    };
  }
}
