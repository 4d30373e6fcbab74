package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ProjectedVolumeSource;
import dev.coxswain.api.core.v1.ServiceAccountTokenProjection;
import dev.coxswain.api.core.v1.VolumeProjection;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.Set;

/// The rules for volumes that bring several sources together.
final class ProjectionValidation {
  private static final long MIN_TOKEN_SECONDS = 600;
  private static final long MAX_TOKEN_SECONDS = 1L << 32;

  private ProjectionValidation() {}

  static void check(ProjectedVolumeSource volume, FieldPath path, Problems problems) {
    VolumeSourceValidation.checkMode(volume.getDefaultMode(), path.child("defaultMode"), problems);
    var paths = new HashSet<String>();
    for (int i = 0; i < volume.getSourcesCount(); i++) {
      checkSource(volume.getSources(i), paths, path.child("sources").index(i), problems);
    }
  }

  private static void checkSource(
      VolumeProjection source, Set<String> paths, FieldPath path, Problems problems) {
    int count = 0;
    if (source.hasSecret()) {
      count++;
      var secret = source.getSecret();
      var at = path.child("secret");
      VolumeSourceValidation.required(
          secret.getLocalObjectReference().getName(), at.child("name"), problems);
      VolumeSourceValidation.checkItems(secret.getItemsList(), at, problems);
      secret.getItemsList().forEach(item -> unique(item.getPath(), paths, path, problems));
    }
    if (source.hasConfigMap() && first(++count, path.child("configMap"), problems)) {
      var config = source.getConfigMap();
      var at = path.child("configMap");
      VolumeSourceValidation.required(
          config.getLocalObjectReference().getName(), at.child("name"), problems);
      VolumeSourceValidation.checkItems(config.getItemsList(), at, problems);
      config.getItemsList().forEach(item -> unique(item.getPath(), paths, path, problems));
    }
    if (source.hasDownwardAPI() && first(++count, path.child("downwardAPI"), problems)) {
      var items = source.getDownwardAPI().getItemsList();
      VolumeSourceValidation.checkFiles(items, path.child("downwardAPI"), problems);
      items.forEach(item -> unique(item.getPath(), paths, path, problems));
    }
    if (source.hasServiceAccountToken()
        && first(++count, path.child("serviceAccountToken"), problems)) {
      checkToken(source.getServiceAccountToken(), path.child("serviceAccountToken"), problems);
      unique(source.getServiceAccountToken().getPath(), paths, path, problems);
    }
    if (source.hasClusterTrustBundle()) {
      first(++count, path.child("clusterTrustBundle"), problems);
    }
    if (source.hasPodCertificate()) {
      first(++count, path.child("podCertificate"), problems);
    }
    if (count == 0) {
      problems.required(path, "must specify a volume type");
    }
  }

  private static boolean first(int count, FieldPath path, Problems problems) {
    if (count > 1) {
      problems.forbidden(path, "may not specify more than 1 volume type");
    }
    return count == 1;
  }

  private static void checkToken(
      ServiceAccountTokenProjection token, FieldPath path, Problems problems) {
    long seconds = token.getExpirationSeconds();
    if (seconds < MIN_TOKEN_SECONDS) {
      problems.invalid(
          path.child("expirationSeconds"),
          seconds,
          "may not specify a duration less than 10 minutes");
    }
    if (seconds > MAX_TOKEN_SECONDS) {
      problems.invalid(
          path.child("expirationSeconds"),
          seconds,
          "may not specify a duration larger than 2^32 seconds");
    }
    if (token.getPath().isEmpty()) {
      problems.required(path.child("path"));
    } else {
      Paths.checkLocalNonReserved(token.getPath(), path.child("path"), problems);
    }
  }

  private static void unique(String target, Set<String> paths, FieldPath path, Problems problems) {
    if (!target.isEmpty() && !paths.add(target)) {
      problems.invalid(path, target, "conflicting duplicate paths");
    }
  }
}
