package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.DownwardAPIVolumeFile;
import dev.coxswain.api.core.v1.KeyToPath;
import dev.coxswain.api.core.v1.ProjectedVolumeSource;
import dev.coxswain.api.core.v1.ServiceAccountTokenProjection;
import dev.coxswain.api.core.v1.VolumeProjection;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The rules for volumes that bring several sources together.
final class ProjectionValidation {
  private static final long MIN_TOKEN_SECONDS = 600;
  private static final long MAX_TOKEN_SECONDS = 1L << 32;
  private static final String CONFLICT = "conflicting duplicate paths";

  private final FieldPath path;
  private final Problems problems;
  private final Set<String> files = new HashSet<>();

  private ProjectionValidation(FieldPath path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  static void check(ProjectedVolumeSource volume, FieldPath path, Problems problems) {
    VolumeSourceValidation.checkMode(volume.getDefaultMode(), path.child("defaultMode"), problems);
    var validation = new ProjectionValidation(path, problems);
    for (int i = 0; i < volume.getSourcesCount(); i++) {
      validation.checkSource(volume.getSources(i), path.child("sources").index(i));
    }
  }

  private void checkSource(VolumeProjection source, FieldPath at) {
    if (source.hasSecret()) {
      var secret = source.getSecret();
      checkItems(
          secret.getLocalObjectReference().getName(), secret.getItemsList(), at.child("secret"));
    }
    if (source.hasConfigMap()) {
      var config = source.getConfigMap();
      checkItems(
          config.getLocalObjectReference().getName(), config.getItemsList(), at.child("configMap"));
    }
    if (source.hasDownwardAPI()) {
      checkFiles(source.getDownwardAPI().getItemsList(), at.child("downwardAPI"));
    }
    if (source.hasServiceAccountToken()) {
      checkToken(source.getServiceAccountToken(), at.child("serviceAccountToken"));
    }
    if (source.hasClusterTrustBundle()) {
      var bundle = source.getClusterTrustBundle();
      TrustBundleValidation.check(bundle, at.child("clusterTrustBundle"), problems);
      claim(bundle.getPath(), bundle.getPath());
    }
    if (kinds(source) > 1) {
      problems.forbidden(at, "may not specify more than 1 volume type per source");
    }
  }

  private static long kinds(VolumeProjection source) {
    return Stream.of(
            source.hasSecret(),
            source.hasConfigMap(),
            source.hasDownwardAPI(),
            source.hasServiceAccountToken(),
            source.hasClusterTrustBundle(),
            source.hasPodCertificate())
        .filter(has -> has)
        .count();
  }

  private void checkItems(String name, List<KeyToPath> items, FieldPath at) {
    VolumeSourceValidation.required(name, at.child("name"), problems);
    for (int i = 0; i < items.size(); i++) {
      VolumeSourceValidation.checkItem(items.get(i), at.child("items").index(i), problems);
      if (!items.get(i).getPath().isEmpty()) {
        claim(items.get(i).getPath(), name);
      }
    }
  }

  private void checkFiles(List<DownwardAPIVolumeFile> items, FieldPath at) {
    for (var item : items) {
      VolumeSourceValidation.checkFile(item, at, problems);
      if (!item.getPath().isEmpty()) {
        claim(item.getPath(), item.getPath());
      }
    }
  }

  /// @param shown upstream shows whose file it is where that has a name
  private void claim(String file, String shown) {
    if (!files.add(file)) {
      problems.invalid(path, shown, CONFLICT);
    }
  }

  private void checkToken(ServiceAccountTokenProjection token, FieldPath at) {
    long seconds = token.getExpirationSeconds();
    if (seconds < MIN_TOKEN_SECONDS) {
      problems.invalid(
          at.child("expirationSeconds"),
          seconds,
          "may not specify a duration less than 10 minutes");
    }
    if (seconds > MAX_TOKEN_SECONDS) {
      problems.invalid(
          at.child("expirationSeconds"),
          seconds,
          "may not specify a duration larger than 2^32 seconds");
    }
    // Upstream looks for the path of the token in the volume.
    if (token.getPath().isEmpty()) {
      problems.required(path.child("path"));
    } else {
      Paths.checkLocalNonReserved(token.getPath(), path.child("path"), problems);
    }
  }
}
