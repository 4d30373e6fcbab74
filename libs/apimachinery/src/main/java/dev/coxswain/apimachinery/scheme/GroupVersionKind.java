package dev.coxswain.apimachinery.scheme;

/// The full name of a kind: what `apiVersion` and `kind` of an object say.
public record GroupVersionKind(String group, String version, String kind) {

  public String apiVersion() {
    return groupVersion().apiVersion();
  }

  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  /// As in upstream's messages: `apps/v1, Kind=Deployment`.
  @Override
  public String toString() {
    return group + "/" + version + ", Kind=" + kind;
  }
}
