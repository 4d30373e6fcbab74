package dev.coxswain.kubelet.runtime.docker;

/// The names of images.
public final class ImageNames {
  private ImageNames() {}

  /// The name with `:latest` where it has neither tag nor digest; without that the engine would
  /// pull every tag.
  public static String withTag(String image) {
    var last = image.substring(image.lastIndexOf('/') + 1);
    return last.contains(":") || last.contains("@") ? image : image + ":latest";
  }

  /// The registry that the name points to; Docker Hub when it names none.
  public static String registry(String image) {
    int slash = image.indexOf('/');
    var first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost")
        ? first
        : "docker.io";
  }
}
