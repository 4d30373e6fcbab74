package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Wishes to attach a volume to a node; what is wished for does not change.
public final class VolumeAttachmentStrategy extends GenericStrategy<VolumeAttachment> {
  private static final String ONE =
      "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

  public VolumeAttachmentStrategy(ResourceType resource) {
    super(resource, StorageTables.ATTACHMENTS);
  }

  @Override
  protected void check(VolumeAttachment attachment, StrategyContext context, Problems problems) {
    var spec = attachment.getSpec();
    DriverNames.check(spec.getAttacher(), Problems.SPEC.child("attacher"), problems);
    var source = spec.getSource();
    var path = Problems.SPEC.child("source");
    if (!source.hasInlineVolumeSpec() && !source.hasPersistentVolumeName()) {
      problems.required(path, ONE);
    } else if (source.hasInlineVolumeSpec() && source.hasPersistentVolumeName()) {
      problems.forbidden(path, ONE);
    } else if (source.hasPersistentVolumeName() && source.getPersistentVolumeName().isEmpty()) {
      problems.required(
          path.child("persistentVolumeName"), "must specify non empty persistentVolumeName");
    }
    problems.invalid(
        Problems.SPEC.child("nodeName"),
        spec.getNodeName(),
        Names.isDns1123Subdomain(spec.getNodeName()));
  }

  @Override
  protected void checkUpdate(
      VolumeAttachment updated,
      VolumeAttachment existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
    problems.unchanged(Problems.SPEC, updated.getSpec(), existing.getSpec());
  }
}
