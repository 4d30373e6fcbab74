package dev.coxswain.apimachinery.scheme;

/// An API group and one version of it; the core group is the empty string.
public record GroupVersion(String group, String version) {

  /// The text of an object's `apiVersion`: `apps/v1`, and `v1` for the core group.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  public GroupVersionKind withKind(String kind) {
    return new GroupVersionKind(group, version, kind);
  }

  /// The reverse of [#apiVersion]; what is before the last slash is the group.
  public static GroupVersion parse(String apiVersion) {
    int slash = apiVersion.lastIndexOf('/');
    return slash < 0
        ? new GroupVersion("", apiVersion)
        : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
  }

  @Override
  public String toString() {
    return apiVersion();
  }
}
