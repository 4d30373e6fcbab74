package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.api.storage.v1.VolumeAttachmentStatus;
import dev.coxswain.api.storage.v1.VolumeError;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// Wishes to attach a volume to a node; what is wished for does not change.
public final class VolumeAttachmentStrategy extends GenericStrategy<VolumeAttachment> {
  private static final String ONE =
      "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

  private static final int MAX_METADATA_BYTES = 256 * 1024;
  private static final int MAX_ERROR = 1024;

  public VolumeAttachmentStrategy(ResourceType resource) {
    super(resource, StorageTables.ATTACHMENTS);
  }

  @Override
  protected void check(VolumeAttachment attachment, StrategyContext context, Problems problems) {
    var spec = attachment.getSpec();
    if (spec.getAttacher().isEmpty()) {
      problems.required(Problems.SPEC.child("attacher"));
    }
    var source = spec.getSource();
    var path = Problems.SPEC.child("source");
    if (!source.hasInlineVolumeSpec() && !source.hasPersistentVolumeName()) {
      problems.required(path, ONE);
    } else if (source.hasInlineVolumeSpec() && source.hasPersistentVolumeName()) {
      problems.forbidden(path, ONE);
    } else if (source.hasPersistentVolumeName() && source.getPersistentVolumeName().isEmpty()) {
      problems.required(
          path.child("persistentVolumeName"), "must specify non empty persistentVolumeName");
    } else if (source.hasInlineVolumeSpec()) {
      InlineVolumeValidation.check(
          source.getInlineVolumeSpec(), path.child("inlineVolumeSpec"), problems);
    }
    problems.invalid(
        Problems.SPEC.child("nodeName"),
        spec.getNodeName(),
        Names.isDns1123Subdomain(spec.getNodeName()));
    checkStatus(attachment.getStatus(), problems);
  }

  private static void checkStatus(VolumeAttachmentStatus status, Problems problems) {
    long size =
        status.getAttachmentMetadataMap().entrySet().stream()
            .mapToLong(e -> e.getKey().length() + e.getValue().length())
            .sum();
    if (size > MAX_METADATA_BYTES) {
      problems.tooLong(Problems.STATUS.child("attachmentMetadata"), MAX_METADATA_BYTES);
    }
    checkError(status.getAttachError(), Problems.STATUS.child("attachError"), problems);
    checkError(status.getDetachError(), Problems.STATUS.child("detachError"), problems);
  }

  private static void checkError(VolumeError error, FieldPath path, Problems problems) {
    if (error.getMessage().length() > MAX_ERROR) {
      // The limit that is told is not the one that was passed.
      problems.tooLong(path.child("message"), MAX_METADATA_BYTES);
    }
    if (error.getErrorCode() < 0) {
      problems.invalid(
          path.child("errorCode"), error.getErrorCode(), Messages.between(0, Integer.MAX_VALUE));
    }
  }

  /// What holds for new attachments alone.
  @Override
  public List<FieldError> validate(VolumeAttachment attachment, StrategyContext context) {
    var problems = new Problems();
    problems.addAll(super.validate(attachment, context));
    var spec = attachment.getSpec();
    DriverNames.check(spec.getAttacher(), Problems.SPEC.child("attacher"), problems);
    if (spec.getSource().hasPersistentVolumeName()) {
      var name = spec.getSource().getPersistentVolumeName();
      problems.invalid(
          Problems.SPEC.child("source", "persistentVolumeName"),
          name,
          Names.isDns1123Subdomain(name));
    }
    return problems.all().stream().distinct().toList();
  }

  @Override
  protected void checkStatusUpdate(
      VolumeAttachment updated,
      VolumeAttachment existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
  }

  @Override
  protected void checkUpdate(
      VolumeAttachment updated,
      VolumeAttachment existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        Problems.SPEC,
        GoStruct.of(updated.getSpec()).tree(),
        GoStruct.of(existing.getSpec()).tree());
  }
}
