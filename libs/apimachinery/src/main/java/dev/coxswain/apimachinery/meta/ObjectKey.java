package dev.coxswain.apimachinery.meta;

/// Names an object among those of its kind; the namespace of cluster-scoped objects is empty.
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

  public static ObjectKey clusterScoped(String name) {
    return new ObjectKey("", name);
  }

  @Override
  public int compareTo(ObjectKey other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /// `namespace/name`, or the name alone.
  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
