package dev.coxswain.apiserver.registry.pods;

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

  private IscsiValidation() {}

  /// @param inPod whether the volume is a pod's own; volumes of the cluster are told less
  static void checkTarget(String name, boolean inPod, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
    } else {
      check(name, inPod ? START : FORMAT, path, problems);
    }
  }

  static void checkInitiator(String name, FieldPath path, Problems problems) {
    check(name, START, path, problems);
  }

  /// Some nodes name their sessions after the volume and its portal.
  static void checkLength(Volume volume, FieldPath path, Problems problems) {
    var source = volume.getVolumeSource().getIscsi();
    var session = volume.getName() + ":" + source.getTargetPortal();
    if (source.hasInitiatorName() && session.length() > MAX_LENGTH) {
      problems.invalid(
          path,
          volume.getName(),
          "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
              + " iscsi.initiatorName is specified.");
    }
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
