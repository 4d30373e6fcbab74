package dev.coxswain.apimachinery.scheme;

import dev.coxswain.api.options.Resource;
import dev.coxswain.api.options.Subresource;
import java.util.Optional;

/// A collection of objects of one kind, as discovery lists it.
///
/// @param listKind the kind of the collection; `v1` `List` where the resource can't be listed
/// @param options what the proto file says of the resource
public record ResourceType(
    GroupVersion groupVersion, KindType kind, KindType listKind, Resource options) {

  public String plural() {
    return options.getPlural();
  }

  public boolean namespaced() {
    return options.getNamespaced();
  }

  public String group() {
    return groupVersion.group();
  }

  /// As in messages and RBAC: `deployments.apps`, and `pods` in the core group.
  public String groupResource() {
    return group().isEmpty() ? plural() : plural() + "." + group();
  }

  /// Whether the collection itself has the verb, such as `list` or `deletecollection`.
  public boolean supports(String verb) {
    return options.getVerbsList().contains(verb);
  }

  public Optional<Subresource> subresource(String name) {
    return options.getSubresourcesList().stream().filter(s -> s.getName().equals(name)).findFirst();
  }

  /// The etcd key of an object; with an empty name the prefix of a namespace's objects.
  public String storagePath(String namespace, String name) {
    return namespaced() ? storagePrefix() + namespace + "/" + name : storagePrefix() + name;
  }

  /// What the etcd keys of all objects of the resource start with: `/registry/pods/`.
  public String storagePrefix() {
    var path = options.getStoragePrefix();
    return "/registry/" + (path.isEmpty() ? plural() : path) + "/";
  }

  /// The `apiVersion` under which objects are stored.
  public String storageVersion() {
    var stored = options.getStorageVersion();
    return stored.isEmpty() ? groupVersion.apiVersion() : stored;
  }
}
