package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.core.v1.DownwardAPIVolumeFile;
import dev.coxswain.api.core.v1.KeyToPath;
import dev.coxswain.api.core.v1.PodCertificateProjection;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Files of one volume that lie in each other's way.
final class OverlappingPaths {
  private final String volume;
  private final String kind;
  private final List<Place> places = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private OverlappingPaths(Volume volume, String kind) {
    this.volume = volume.getName();
    this.kind = kind;
  }

  /// @param source which part of a projection puts it there; empty in a plain volume
  private record Place(String path, String source) {
    boolean overlaps(Place other) {
      return !path.isEmpty()
          && !other.path.isEmpty()
          && ((path + "/").startsWith(other.path + "/")
              || (other.path + "/").startsWith(path + "/"));
    }

    @Override
    public String toString() {
      return "\"" + path + "\"" + (source.isEmpty() ? "" : " (" + source + ")");
    }
  }

  static List<String> of(Volume volume) {
    var source = volume.getVolumeSource();
    var warnings = new ArrayList<String>();
    var map = source.getConfigMap();
    warnings.addAll(
        of(
            volume,
            "ConfigMap \"%s\"".formatted(map.getLocalObjectReference().getName()),
            keys(map.getItemsList(), "")));
    warnings.addAll(
        of(
            volume,
            "Secret \"%s\"".formatted(source.getSecret().getSecretName()),
            keys(source.getSecret().getItemsList(), "")));
    warnings.addAll(of(volume, "DownwardAPI", files(source.getDownwardAPI().getItemsList(), "")));
    warnings.addAll(ofProjection(volume));
    return warnings;
  }

  private static List<String> of(Volume volume, String kind, Stream<Place> places) {
    var paths = new OverlappingPaths(volume, kind);
    places.forEach(paths::add);
    return paths.warnings;
  }

  private static List<String> ofProjection(Volume volume) {
    var paths = new OverlappingPaths(volume, "Projected");
    for (var source : volume.getVolumeSource().getProjected().getSourcesList()) {
      if (source.equals(VolumeProjection.getDefaultInstance())) {
        paths.warnings.add(
            "volume \"%s\" (Projected) has no sources provided".formatted(volume.getName()));
      }
      places(source).forEach(paths::add);
    }
    return paths.warnings;
  }

  private void add(Place place) {
    var here = new Place(place.path().replaceFirst("/+$", ""), place.source());
    places.stream()
        .filter(here::overlaps)
        .forEach(there ->
            warnings.add(
                "volume \"%s\" (%s): overlapping paths: %s with %s"
                    .formatted(volume, kind, here, there)));
    places.add(here);
  }

  private static Stream<Place> places(VolumeProjection source) {
    var map = source.getConfigMap();
    var secret = source.getSecret();
    if (map.getItemsCount() > 0) {
      return keys(
          map.getItemsList(),
          "ConfigMap \"%s\"".formatted(map.getLocalObjectReference().getName()));
    }
    if (secret.getItemsCount() > 0) {
      return keys(
          secret.getItemsList(),
          "Secret \"%s\"".formatted(secret.getLocalObjectReference().getName()));
    }
    if (source.getDownwardAPI().getItemsCount() > 0) {
      return files(source.getDownwardAPI().getItemsList(), "DownwardAPI");
    }
    if (source.hasServiceAccountToken()) {
      return Stream.of(new Place(source.getServiceAccountToken().getPath(), "ServiceAccountToken"));
    }
    if (source.hasClusterTrustBundle()) {
      var bundle = source.getClusterTrustBundle();
      var name = bundle.hasName() ? bundle.getName() : bundle.getSignerName();
      return Stream.of(new Place(bundle.getPath(), "ClusterTrustBundle \"%s\"".formatted(name)));
    }
    return certificate(source.getPodCertificate());
  }

  private static Stream<Place> certificate(PodCertificateProjection source) {
    return Stream.of(
            new Place(source.getCertificateChainPath(), "PodCertificate chain"),
            new Place(source.getKeyPath(), "PodCertificate key"),
            new Place(source.getCredentialBundlePath(), "PodCertificate credential bundle"))
        .filter(place -> !place.path().isEmpty());
  }

  private static Stream<Place> keys(List<KeyToPath> items, String source) {
    return items.stream().map(item -> new Place(item.getPath(), source));
  }

  private static Stream<Place> files(List<DownwardAPIVolumeFile> items, String source) {
    return items.stream().map(item -> new Place(item.getPath(), source));
  }
}
