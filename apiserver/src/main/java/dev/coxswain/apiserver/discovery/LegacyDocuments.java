package dev.coxswain.apiserver.discovery;

import dev.coxswain.api.meta.v1.APIGroup;
import dev.coxswain.api.meta.v1.APIGroupList;
import dev.coxswain.api.meta.v1.APIResource;
import dev.coxswain.api.meta.v1.APIResourceList;
import dev.coxswain.api.meta.v1.APIVersions;
import dev.coxswain.api.meta.v1.GroupVersionForDiscovery;
import dev.coxswain.api.meta.v1.ServerAddressByClientCIDR;
import dev.coxswain.api.meta.v1.Verbs;
import dev.coxswain.api.options.Subresource;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Discovery one document per group and version.
final class LegacyDocuments {
  private static final String EVERYBODY = "0.0.0.0/0";

  private final Scheme scheme;

  LegacyDocuments(Scheme scheme) {
    this.scheme = scheme;
  }

  /// @param address by which clients reach the server, as `HOST:PORT`
  APIVersions coreVersions(String address) {
    return APIVersions.newBuilder()
        .addVersions("v1")
        .addServerAddressByClientCIDRs(
            ServerAddressByClientCIDR.newBuilder()
                .setClientCIDR(EVERYBODY)
                .setServerAddress(address))
        .build();
  }

  APIGroupList groups() {
    return APIGroupList.newBuilder()
        .addAllGroups(
            groupNames().stream().filter(name -> !name.isEmpty()).map(this::groupOf).toList())
        .build();
  }

  Optional<APIGroup> group(String name) {
    return groupNames().contains(name) && !name.isEmpty()
        ? Optional.of(groupOf(name))
        : Optional.empty();
  }

  Optional<APIResourceList> resources(GroupVersion gv) {
    if (!scheme.groupVersions().contains(gv)) {
      return Optional.empty();
    }
    return Optional.of(
        APIResourceList.newBuilder()
            .setGroupVersion(gv.apiVersion())
            .addAllResources(
                scheme.resources().stream()
                    .filter(resource -> resource.groupVersion().equals(gv))
                    .flatMap(LegacyDocuments::entries)
                    .toList())
            .build());
  }

  /// The groups in the order in which they are shown; the core group, whose name is empty, first.
  List<String> groupNames() {
    return scheme.groupVersions().stream().map(GroupVersion::group).distinct().toList();
  }

  List<GroupVersion> versionsOf(String group) {
    return scheme.groupVersions().stream().filter(gv -> gv.group().equals(group)).toList();
  }

  private APIGroup groupOf(String name) {
    var versions = versionsOf(name).stream().map(LegacyDocuments::version).toList();
    return APIGroup.newBuilder()
        .setName(name)
        .addAllVersions(versions)
        .setPreferredVersion(versions.getFirst())
        .build();
  }

  private static GroupVersionForDiscovery version(GroupVersion gv) {
    return GroupVersionForDiscovery.newBuilder()
        .setGroupVersion(gv.apiVersion())
        .setVersion(gv.version())
        .build();
  }

  private static Stream<APIResource> entries(ResourceType resource) {
    return Stream.concat(
        Stream.of(entry(resource)),
        subresources(resource).map(subresource -> entry(resource, subresource)));
  }

  static Stream<Subresource> subresources(ResourceType resource) {
    return resource.options().getSubresourcesList().stream()
        .sorted(Comparator.comparing(Subresource::getName));
  }

  private static APIResource entry(ResourceType resource) {
    var options = resource.options();
    return APIResource.newBuilder()
        .setName(resource.plural())
        .setSingularName(options.getSingular())
        .setNamespaced(resource.namespaced())
        .setKind(resource.kind().kind())
        .setVerbs(Verbs.newBuilder().addAllItems(options.getVerbsList()))
        .addAllShortNames(options.getShortNamesList())
        .addAllCategories(options.getCategoriesList())
        .setStorageVersionHash(options.getStorageVersionHash())
        .build();
  }

  private static APIResource entry(ResourceType resource, Subresource subresource) {
    var entry =
        APIResource.newBuilder()
            .setName(resource.plural() + "/" + subresource.getName())
            .setNamespaced(resource.namespaced())
            .setKind(subresource.getKind())
            .setVerbs(Verbs.newBuilder().addAllItems(subresource.getVerbsList()));
    if (!subresource.getGroupVersion().isEmpty()) {
      var gv = GroupVersion.parse(subresource.getGroupVersion());
      entry.setGroup(gv.group()).setVersion(gv.version());
    }
    return entry.build();
  }
}
