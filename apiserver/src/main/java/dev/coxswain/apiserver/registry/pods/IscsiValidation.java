package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ISCSIPersistentVolumeSource;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.regex.Pattern;

/// The rules for the names that iSCSI gives to targets and initiators.
final class IscsiValidation {
  private static final Pattern IQN =
      Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([A-Za-z0-9.-]+)(:[^,;*&$|\\s]+)$");
  private static final Pattern EUI = Pattern.compile("^eui.[A-Za-z0-9]{16}$");
  private static final Pattern NAA = Pattern.compile("^naa.[A-Za-z0-9]{32}$");
  private static final String FORMAT = "must be valid format";
  private static final String START = FORMAT + " starting with iqn, eui, or naa";
  private static final int MAX_LENGTH = 64;
  private static final String TOO_LONG =
      "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
          + " iscsi.initiatorName is specified.";

  private IscsiValidation() {}

  /// @param inPod whether the volume is a pod's own; volumes of the cluster are told less
  static void checkTarget(String name, boolean inPod, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
    } else {
      check(name, inPod ? START : FORMAT, path, problems);
    }
  }

  /// @param inPod as for targets
  static void checkInitiator(String name, boolean inPod, FieldPath path, Problems problems) {
    check(name, inPod ? START : FORMAT, path, problems);
  }

  /// Some nodes name their sessions after the volume and its portal.
  static void checkLength(Volume volume, FieldPath path, Problems problems) {
    var source = volume.getVolumeSource().getIscsi();
    if (source.hasInitiatorName() && isTooLong(volume.getName(), source.getTargetPortal())) {
      problems.invalid(path, volume.getName(), TOO_LONG);
    }
  }

  /// The same for a volume of the cluster, which cannot have another name any more.
  static void checkLength(
      String volume, ISCSIPersistentVolumeSource source, FieldPath path, Problems problems) {
    if (source.hasInitiatorName() && isTooLong(volume, source.getTargetPortal())) {
      problems.invalid(path, source.getTargetPortal(), TOO_LONG);
    }
  }

  private static boolean isTooLong(String volume, String portal) {
    return volume.length() + 1 + portal.length() > MAX_LENGTH;
  }

  private static void check(String name, String otherwise, FieldPath path, Problems problems) {
    if (name.startsWith("iqn")) {
      checkMatches(IQN, name, path, problems);
    } else if (name.startsWith("eui")) {
      checkMatches(EUI, name, path, problems);
    } else if (name.startsWith("naa")) {
      checkMatches(NAA, name, path, problems);
    } else {
      problems.invalid(path, name, otherwise);
    }
  }

  private static void checkMatches(
      Pattern pattern, String name, FieldPath path, Problems problems) {
    if (!pattern.matcher(name).find()) {
      problems.invalid(path, name, FORMAT);
    }
  }
}
