package dev.coxswain.apiserver.request;

import dev.coxswain.apimachinery.scheme.ResourceType;

/// What a request is about.
///
/// @param namespace empty for cluster-scoped resources, and for all namespaces
/// @param name empty for a collection
/// @param subresource empty for the object itself
public record Target(ResourceType resource, String namespace, String name, String subresource) {

  public static Target of(ResourceType resource, String namespace, String name) {
    return new Target(resource, namespace, name, "");
  }
}
