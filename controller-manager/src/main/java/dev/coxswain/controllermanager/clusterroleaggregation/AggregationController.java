package dev.coxswain.controllermanager.clusterroleaggregation;

import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.List;

/// Keeps the rules of roles with an aggregation rule as they follow from the others: a change of
/// any role looks at all of those.
public final class AggregationController {
  private final ApiClient client;
  private final Lister<ClusterRole> roles;
  private final WorkQueue<ObjectKey> queue;

  private AggregationController(ControllerContext context) {
    this.client = context.client();
    this.roles = context.lister(ClusterRole.class);
    this.queue = context.queue();
    context.informer(ClusterRole.class).addHandler(ResourceHandler.objects(_ -> enqueueAll()));
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new AggregationController(context);
    return ControllerContext.controller(
        "clusterrole-aggregation-controller", controller.queue, workers, controller::reconcile);
  }

  private void enqueueAll() {
    roles.list().stream()
        .filter(ClusterRole::hasAggregationRule)
        .forEach(role -> queue.add(ObjectKey.clusterScoped(role.getMetadata().getName())));
  }

  private void reconcile(ObjectKey key) {
    roles
        .get(key)
        .filter(ClusterRole::hasAggregationRule)
        .ifPresent(role -> fill(role, Aggregation.rules(role, List.copyOf(roles.list()))));
  }

  private void fill(ClusterRole role, List<PolicyRule> rules) {
    if (role.getRulesList().equals(rules)) {
      return;
    }
    try {
      client.update(role.toBuilder().clearRules().addAllRules(rules).build());
    } catch (ApiException.NotFound e) {
      // Gone meanwhile.
    }
  }
}
