package dev.coxswain.apiserver.discovery;

import dev.coxswain.api.apidiscovery.v2.APIGroupDiscovery;
import dev.coxswain.api.apidiscovery.v2.APIGroupDiscoveryList;
import dev.coxswain.api.apidiscovery.v2.APIResourceDiscovery;
import dev.coxswain.api.apidiscovery.v2.APISubresourceDiscovery;
import dev.coxswain.api.apidiscovery.v2.APIVersionDiscovery;
import dev.coxswain.api.meta.v1.GroupVersionKind;
import dev.coxswain.api.options.Subresource;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.List;

/// Discovery all in one document: one for the core group, one for the others.
final class AggregatedDocuments {
  private final Scheme scheme;
  private final LegacyDocuments legacy;

  AggregatedDocuments(Scheme scheme) {
    this.scheme = scheme;
    this.legacy = new LegacyDocuments(scheme);
  }

  APIGroupDiscoveryList core() {
    return of(List.of(""));
  }

  APIGroupDiscoveryList groups() {
    return of(legacy.groupNames().stream().filter(name -> !name.isEmpty()).toList());
  }

  private APIGroupDiscoveryList of(List<String> groups) {
    return APIGroupDiscoveryList.newBuilder()
        .addAllItems(groups.stream().map(this::group).toList())
        .build();
  }

  private APIGroupDiscovery group(String name) {
    var group = APIGroupDiscovery.newBuilder();
    group.getMetadataBuilder().setName(name);
    legacy.versionsOf(name).forEach(gv -> group.addVersions(version(gv)));
    return group.build();
  }

  private APIVersionDiscovery version(GroupVersion gv) {
    return APIVersionDiscovery.newBuilder()
        .setVersion(gv.version())
        .setFreshness("Current")
        .addAllResources(
            scheme.resources().stream()
                .filter(resource -> resource.groupVersion().equals(gv))
                .map(AggregatedDocuments::resource)
                .toList())
        .build();
  }

  private static APIResourceDiscovery resource(ResourceType resource) {
    var options = resource.options();
    return APIResourceDiscovery.newBuilder()
        .setResource(resource.plural())
        .setResponseKind(kind("", resource.kind().kind()))
        .setScope(resource.namespaced() ? "Namespaced" : "Cluster")
        .setSingularResource(options.getSingular())
        .addAllVerbs(options.getVerbsList())
        .addAllShortNames(options.getShortNamesList())
        .addAllCategories(options.getCategoriesList())
        .addAllSubresources(
            LegacyDocuments.subresources(resource).map(AggregatedDocuments::subresource).toList())
        .build();
  }

  private static APISubresourceDiscovery subresource(Subresource subresource) {
    return APISubresourceDiscovery.newBuilder()
        .setSubresource(subresource.getName())
        .setResponseKind(kind(subresource.getGroupVersion(), subresource.getKind()))
        .addAllVerbs(subresource.getVerbsList())
        .build();
  }

  /// @param apiVersion empty when it is that of the document's version
  private static GroupVersionKind kind(String apiVersion, String kind) {
    var gv = GroupVersion.parse(apiVersion);
    return GroupVersionKind.newBuilder()
        .setGroup(gv.group())
        .setVersion(gv.version())
        .setKind(kind)
        .build();
  }
}
