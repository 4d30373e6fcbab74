package dev.coxswain.controllermanager.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.ResourceQuotaStatus;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps the status of resource quotas: the API server adds to it when something is created, this
/// controller knows the truth, and sees what goes.
public final class QuotaController {
  private static final Duration RESYNC = Duration.ofMinutes(5);
  private static final String COUNT = "count/";
  private static final Set<String> OLD_NAMES =
      Set.of(
          "services",
          "configmaps",
          "secrets",
          "persistentvolumeclaims",
          "replicationcontrollers",
          "resourcequotas");

  private final ApiClient client;
  private final Lister<ResourceQuota> quotas;
  private final Map<String, Lister<? extends Message>> objects = new LinkedHashMap<>();
  private final WorkQueue<ObjectKey> queue;

  private QuotaController(ControllerContext context) {
    this.client = context.client();
    this.quotas = context.lister(ResourceQuota.class);
    this.queue = context.queue();
    context.watch(ResourceQuota.class, queue);
    for (var type : Scheme.kubernetes().resources()) {
      if (isCountable(type) && !objects.containsKey(type.groupResource())) {
        var informer = context.informers().informer(type, ListQuery.all());
        objects.put(type.groupResource(), informer.lister());
        informer.addHandler(new UsageHandler());
      }
    }
  }

  private static boolean isCountable(ResourceType type) {
    return type.namespaced()
        && type.supports("list")
        && type.supports("watch")
        && !type.plural().equals("events")
        && !type.plural().equals("leases");
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new QuotaController(context);
    return ControllerContext.controller(
        "resourcequota", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = quotas.get(key);
    if (found.isEmpty()) {
      return;
    }
    var quota = found.get();
    var status = ResourceQuotaStatus.newBuilder().putAllHard(quota.getSpec().getHardMap());
    for (var resource : quota.getSpec().getHardMap().keySet()) {
      used(quota, resource).ifPresent(amount -> status.putUsed(resource, amount.toProto()));
    }
    if (!status.build().equals(quota.getStatus())) {
      client.updateStatus(quota.toBuilder().setStatus(status).build());
    }
    queue.addAfter(key, RESYNC);
  }

  private Optional<Amount> used(ResourceQuota quota, String resource) {
    var namespace = quota.getMetadata().getNamespace();
    if (resource.startsWith(COUNT)) {
      return count(resource.substring(COUNT.length()), namespace);
    }
    if (OLD_NAMES.contains(resource)) {
      return count(resource, namespace);
    }
    return switch (resource) {
      case "services.nodeports" -> Optional.of(services(namespace, QuotaController::nodePorts));
      case "services.loadbalancers" ->
          Optional.of(
              services(namespace, s -> s.getSpec().getType().equals("LoadBalancer") ? 1 : 0));
      case "requests.storage" -> Optional.of(storage(namespace));
      default -> Optional.of(pods(quota, resource));
    };
  }

  private <M extends Message> List<M> list(Class<M> type, String resource, String namespace) {
    return objects.get(resource).list(namespace, Selector.everything()).stream()
        .map(type::cast)
        .toList();
  }

  private Optional<Amount> count(String resource, String namespace) {
    return Optional.ofNullable(objects.get(resource))
        .map(lister -> Amount.ofUnits(lister.list(namespace, Selector.everything()).size()));
  }

  private interface Measure {
    long of(Service service);
  }

  private Amount services(String namespace, Measure measure) {
    return Amount.ofUnits(
        list(Service.class, "services", namespace).stream().mapToLong(measure::of).sum());
  }

  private static long nodePorts(Service service) {
    var type = service.getSpec().getType();
    return (type.equals("NodePort") || type.equals("LoadBalancer"))
        ? service.getSpec().getPortsCount()
        : 0;
  }

  private Amount storage(String namespace) {
    var total = Amount.ZERO;
    for (var claim : list(PersistentVolumeClaim.class, "persistentvolumeclaims", namespace)) {
      var requested = claim.getSpec().getResources().getRequestsMap().get("storage");
      total = requested == null ? total : total.plus(Amount.of(requested));
    }
    return total;
  }

  private Amount pods(ResourceQuota quota, String resource) {
    var total = Amount.ZERO;
    for (var pod : list(Pod.class, "pods", quota.getMetadata().getNamespace())) {
      if (PodUsage.counts(quota.getSpec(), pod)) {
        total = total.plus(PodUsage.of(pod, resource));
      }
    }
    return total;
  }

  /// What comes or goes changes counts; so does a pod that ends.
  private final class UsageHandler implements ResourceHandler<Message> {
    @Override
    public void onAdd(Message object) {
      wake(object);
    }

    @Override
    public void onUpdate(Message before, Message after) {
      if (before instanceof Pod a && after instanceof Pod b) {
        if (!a.getStatus().getPhase().equals(b.getStatus().getPhase())
            || !a.getSpec().equals(b.getSpec())) {
          wake(after);
        }
      } else if (after instanceof Service || after instanceof PersistentVolumeClaim) {
        wake(after);
      }
    }

    @Override
    public void onDelete(Message last) {
      wake(last);
    }

    private void wake(Message object) {
      quotas
          .list(Metadata.of(object).getNamespace(), Selector.everything())
          .forEach(quota -> queue.add(Metadata.key(quota)));
    }
  }
}
