package dev.coxswain.apiserver.discovery;

import dev.coxswain.api.apidiscovery.v2.APIGroupDiscovery;
import dev.coxswain.api.apidiscovery.v2.APIGroupDiscoveryList;
import dev.coxswain.api.apidiscovery.v2.APIResourceDiscovery;
import dev.coxswain.api.apidiscovery.v2.APIVersionDiscovery;
import dev.coxswain.api.meta.v1.APIGroup;
import dev.coxswain.api.meta.v1.APIGroupList;
import dev.coxswain.api.meta.v1.APIResource;
import dev.coxswain.api.meta.v1.APIResourceList;
import dev.coxswain.api.meta.v1.GroupVersionForDiscovery;
import dev.coxswain.api.meta.v1.Verbs;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import java.util.List;
import java.util.Optional;

/// Groups that are served without being part of the scheme, as discovery tells them: after the
/// scheme's own. Pure.
record OtherGroups(List<APIGroupDiscovery> groups) {
  OtherGroups {
    groups = List.copyOf(groups);
  }

  APIGroupDiscoveryList and(APIGroupDiscoveryList own) {
    return own.toBuilder().addAllItems(groups).build();
  }

  APIGroupList and(APIGroupList own) {
    return own.toBuilder().addAllGroups(groups.stream().map(OtherGroups::legacy).toList()).build();
  }

  Optional<APIGroup> group(String name) {
    return named(name).map(OtherGroups::legacy);
  }

  Optional<APIResourceList> resources(GroupVersion gv) {
    return named(gv.group()).stream()
        .flatMap(group -> group.getVersionsList().stream())
        .filter(version -> version.getVersion().equals(gv.version()))
        .findFirst()
        .map(version ->
            APIResourceList.newBuilder()
                .setGroupVersion(gv.apiVersion())
                .addAllResources(
                    version.getResourcesList().stream().map(OtherGroups::legacy).toList())
                .build());
  }

  private Optional<APIGroupDiscovery> named(String name) {
    return groups.stream().filter(group -> group.getMetadata().getName().equals(name)).findFirst();
  }

  private static APIGroup legacy(APIGroupDiscovery group) {
    var versions =
        group.getVersionsList().stream()
            .map(version -> legacy(group.getMetadata().getName(), version))
            .toList();
    return APIGroup.newBuilder()
        .setName(group.getMetadata().getName())
        .addAllVersions(versions)
        .setPreferredVersion(versions.getFirst())
        .build();
  }

  private static GroupVersionForDiscovery legacy(String group, APIVersionDiscovery version) {
    return GroupVersionForDiscovery.newBuilder()
        .setGroupVersion(group + "/" + version.getVersion())
        .setVersion(version.getVersion())
        .build();
  }

  private static APIResource legacy(APIResourceDiscovery resource) {
    return APIResource.newBuilder()
        .setName(resource.getResource())
        .setSingularName(resource.getSingularResource())
        .setNamespaced(resource.getScope().equals("Namespaced"))
        .setKind(resource.getResponseKind().getKind())
        .setVerbs(Verbs.newBuilder().addAllItems(resource.getVerbsList()))
        .addAllShortNames(resource.getShortNamesList())
        .addAllCategories(resource.getCategoriesList())
        .build();
  }
}
