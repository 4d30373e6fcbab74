package dev.coxswain.controllermanager.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.quota.QuotaEvaluator;
import dev.coxswain.apimachinery.quota.ResourceAmounts;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.SharedInformer;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the status of resource quotas: the API server adds to it when something is created, this
/// controller knows the truth, and sees what goes.
public final class QuotaController {
  private static final Duration RESYNC = Duration.ofMinutes(5);

  /// Longer than a write takes from the moment it is booked until it is seen here.
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private static final Set<String> UNCOUNTED = Set.of("events");

  private static final Set<String> MEASURED = Set.of("pods", "services", "persistentvolumeclaims");

  private final ApiClient client;
  private final InstantSource clock;
  private final Lister<ResourceQuota> quotas;
  private final Map<String, Lister<? extends Message>> objects = new LinkedHashMap<>();
  private final WorkQueue<ObjectKey> queue;
  private final Map<ObjectKey, Booking> bookings = new ConcurrentHashMap<>();

  /// Since when nobody but this controller has changed a quota.
  private record Booking(String resourceVersion, Instant since) {}

  private QuotaController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.quotas = context.lister(ResourceQuota.class);
    this.queue = context.queue();
    context.watch(ResourceQuota.class, queue);
    for (var type : Scheme.kubernetes().resources()) {
      if (isCountable(type) && !objects.containsKey(type.groupResource())) {
        var informer = informer(context, type);
        objects.put(type.groupResource(), informer.lister());
        informer.addHandler(new UsageHandler(QuotaEvaluator.of(type.groupResource())));
      }
    }
  }

  // Most objects only count.
  private static SharedInformer<? extends Message> informer(
      ControllerContext context, ResourceType type) {
    return MEASURED.contains(type.groupResource())
        ? context.informers().informer(type, ListQuery.all())
        : context.informers().metadata(type);
  }

  private static boolean isCountable(ResourceType type) {
    return type.namespaced()
        && type.supports("list")
        && type.supports("watch")
        && !UNCOUNTED.contains(type.plural());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new QuotaController(context);
    return ControllerContext.controller(
        "resourcequota", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = quotas.get(key);
    if (found.isEmpty()) {
      bookings.remove(key);
      return;
    }
    var quota = found.get();
    var now = clock.instant();
    var booking = booking(key, quota, now);
    boolean atRest = !booking.since().plus(SETTLE).isAfter(now);
    var plan = QuotaBooks.plan(quota, count(quota, now), atRest);
    if (!plan.status().equals(quota.getStatus())) {
      var written = client.updateStatus(quota.toBuilder().setStatus(plan.status()).build());
      bookings.put(key, new Booking(written.getMetadata().getResourceVersion(), booking.since()));
    }
    queue.addAfter(key, plan.unsettled() ? SETTLE : RESYNC);
  }

  private Booking booking(ObjectKey key, ResourceQuota quota, Instant now) {
    var version = quota.getMetadata().getResourceVersion();
    return bookings.compute(
        key,
        (_, known) ->
            known != null && known.resourceVersion().equals(version)
                ? known
                : new Booking(version, now));
  }

  /// What is there of all that the quota limits.
  private ResourceAmounts count(ResourceQuota quota, Instant now) {
    var hard = quota.getSpec().getHardMap().keySet();
    var total = ResourceAmounts.NONE;
    for (var entry : objects.entrySet()) {
      var evaluator = QuotaEvaluator.of(entry.getKey());
      var concerned = hard.stream().filter(evaluator::concerns).toList();
      if (!concerned.isEmpty()) {
        var used = ResourceAmounts.NONE;
        for (var name : concerned) {
          used = used.with(name, Amount.ZERO);
        }
        var namespace = quota.getMetadata().getNamespace();
        for (var object : entry.getValue().list(namespace, Selector.everything())) {
          if (evaluator.covers(quota, concerned, object)) {
            used = used.plus(evaluator.usage(object, now).only(concerned));
          }
        }
        total = total.plus(used);
      }
    }
    return total;
  }

  /// What comes or goes changes counts; so does a pod that ends. Only quotas are woken that count
  /// such objects.
  private final class UsageHandler implements ResourceHandler<Message> {
    private final QuotaEvaluator evaluator;

    UsageHandler(QuotaEvaluator evaluator) {
      this.evaluator = evaluator;
    }

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
      quotas.list(Metadata.of(object).getNamespace(), Selector.everything()).stream()
          .filter(q -> q.getSpec().getHardMap().keySet().stream().anyMatch(evaluator::concerns))
          .forEach(quota -> queue.add(Metadata.key(quota)));
    }
  }
}
