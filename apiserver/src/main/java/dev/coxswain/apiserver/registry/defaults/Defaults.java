package dev.coxswain.apiserver.registry.defaults;

import com.google.protobuf.Message;

/// Fills in the fields that were left out, wherever in an object they are.
public final class Defaults {
  private static final Defaulting RULES =
      new Defaulting.Builder()
          .withAll(ContainerDefaults::register)
          .withAll(VolumeDefaults::register)
          .withAll(PodDefaults::register)
          .withAll(CoreDefaults::register)
          .withAll(ServiceDefaults::register)
          .withAll(AppsDefaults::register)
          .withAll(BatchDefaults::register)
          .withAll(AutoscalingDefaults::register)
          .withAll(GroupDefaults::register)
          .withAll(PolicyDefaults::register)
          .build();

  private Defaults() {}

  /// The object with defaults; the same again when it has them already.
  public static <T extends Message> T apply(T object) {
    return RULES.apply(object);
  }

  /// The same for an object of which only the status counts.
  public static <T extends Message> T applyToStatus(T object) {
    return RULES.applyBelow(object, field -> field.getName().equals("status"));
  }
}
