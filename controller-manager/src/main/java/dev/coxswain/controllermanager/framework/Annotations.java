package dev.coxswain.controllermanager.framework;

/// Well-known labels and annotations that several controllers use.
public final class Annotations {
  public static final String POD_TEMPLATE_HASH = "pod-template-hash";
  public static final String CONTROLLER_REVISION_HASH = "controller-revision-hash";

  /// The label by which stateful sets find the revisions of a template.
  public static final String HISTORY_HASH = "controller.kubernetes.io/hash";

  private Annotations() {}
}
