package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.PatchType;
import dev.coxswain.cloudcontrollermanager.provider.Routes;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Routes as annotations of the nodes that they lead to. Every host reads them and has them in its
/// kernel.
final class VmRoutes implements Routes {
  private final ApiClient client;

  VmRoutes(ApiClient client) {
    this.client = client;
  }

  @Override
  public List<Route> list() {
    return client.list(Node.class, ListQuery.all()).items().stream()
        .flatMap(node ->
            HostAnnotations.routes(node).entrySet().stream()
                .map(route ->
                    new Route(route.getKey(), node.getMetadata().getName(), route.getValue())))
        .toList();
  }

  @Override
  public void create(Route route) {
    write(route, Optional.of(route.gateway()));
  }

  @Override
  public void delete(Route route) {
    try {
      write(route, Optional.empty());
    } catch (ApiException.NotFound e) {
      // The route went with its node.
    }
  }

  private void write(Route route, Optional<String> gateway) {
    var annotation = Map.of(HostAnnotations.routeTo(route.cidr()), gateway);
    client.patch(
        Node.class,
        ObjectKey.clusterScoped(route.node()),
        PatchType.MERGE,
        MergePatch.metadata().putAnnotations(annotation).bytes(),
        "");
  }
}
