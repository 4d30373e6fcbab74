package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.client.InformerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells what in a cluster is not yet as users want it, or not yet seen by everybody.
final class Settlement {
  private final Ledger ledger;
  private final List<String> problems = new ArrayList<>();

  Settlement(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Empty when everything is as it should be.
  List<String> problems(
      List<App> apps,
      List<SimulatedControllerManager> managers,
      List<SimulatedScheduler> schedulers) {
    ledger.all(Node.class).forEach(this::lookAt);
    ledger.all(Deployment.class).forEach(this::lookAt);
    apps.forEach(app -> problems.addAll(app.problems(ledger)));
    lookForOrphans();
    if (problems.isEmpty()) {
      managers.stream()
          .filter(SimulatedControllerManager::isLeading)
          .forEach(m -> compareCache(m, m.informers()));
      Stream.concat(managers.stream(), schedulers.stream())
          .forEach(p -> want(p.isRunning(), "%s is not running", p.name()));
      schedulers.stream().filter(Program::isRunning).forEach(s -> compareCache(s, s.informers()));
    }
    return List.copyOf(problems);
  }

  private void lookAt(Node node) {
    boolean ready =
        node.getStatus().getConditionsList().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    want(ready, "%s is not ready", node.getMetadata().getName());
    want(
        node.getSpec().getTaintsCount() == 0,
        "%s is tainted: %s",
        node.getMetadata().getName(),
        node.getSpec().getTaintsList());
  }

  private void lookAt(Deployment deployment) {
    var name = deployment.getMetadata().getName();
    var fleet = Fleet.of(deployment, ledger);
    var status = deployment.getStatus();
    int desired = fleet.desired();
    want(
        status.getObservedGeneration() == deployment.getMetadata().getGeneration()
            && status.getReplicas() == desired
            && status.getUpdatedReplicas() == desired
            && status.getReadyReplicas() == desired
            && status.getAvailableReplicas() == desired,
        "deployment %s wants %d, says %s",
        name,
        desired,
        status.getReplicas()
            + "/"
            + status.getUpdatedReplicas()
            + "/"
            + status.getReadyReplicas()
            + "/"
            + status.getAvailableReplicas()
            + " of generation "
            + status.getObservedGeneration());
    want(
        fleet.pods().size() == desired && fleet.available() == desired,
        "deployment %s wants %d pods, has %d, %d available",
        name,
        desired,
        fleet.pods().size(),
        fleet.available());
    var image = deployment.getSpec().getTemplate().getSpec().getContainers(0).getImage();
    want(
        fleet.pods().stream()
            .allMatch(pod -> pod.getSpec().getContainers(0).getImage().equals(image)),
        "some pods of %s do not have %s",
        name,
        image);
    lookAtEndpoints(name, fleet);
  }

  private void lookAtEndpoints(String service, Fleet fleet) {
    Set<String> wanted =
        fleet.pods().stream()
            .filter(PodStatuses::isReady)
            .map(pod -> pod.getStatus().getPodIP())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found =
        ledger.all(EndpointSlice.class).stream()
            .filter(slice ->
                service.equals(
                    slice.getMetadata().getLabelsMap().get("kubernetes.io/service-name")))
            .flatMap(slice -> slice.getEndpointsList().stream())
            .filter(endpoint -> endpoint.getConditions().getReady())
            .map(Endpoint::getAddressesList)
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    want(found.equals(wanted), "service %s leads to %s, wants %s", service, found, wanted);
  }

  private void lookForOrphans() {
    var deployments = uids(ledger.all(Deployment.class));
    ledger.all(ReplicaSet.class).forEach(set -> wantOwned(set, deployments));
    var owners = new TreeSet<String>();
    owners.addAll(uids(ledger.all(ReplicaSet.class)));
    owners.addAll(uids(ledger.all(StatefulSet.class)));
    owners.addAll(uids(ledger.all(DaemonSet.class)));
    owners.addAll(uids(ledger.all(Job.class)));
    ledger.all(Pod.class).forEach(pod -> wantOwned(pod, owners));
  }

  private void wantOwned(Message object, Set<String> owners) {
    want(
        Metadata.controllerOf(object).filter(o -> owners.contains(o.getUid())).isPresent(),
        "%s is an orphan",
        Metadata.key(object));
  }

  private static Set<String> uids(List<? extends Message> objects) {
    return objects.stream()
        .map(object -> Metadata.of(object).getUid())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void compareCache(Program program, InformerFactory informers) {
    var seen = versions(informers.informer(Pod.class).lister().list());
    var stored = versions(ledger.all(Pod.class));
    want(seen.equals(stored), "%s sees %s, there is %s", program.name(), seen, stored);
  }

  private static List<String> versions(List<Pod> pods) {
    return pods.stream()
        .map(pod -> Metadata.key(pod) + "@" + pod.getMetadata().getResourceVersion())
        .sorted()
        .toList();
  }

  @SuppressWarnings("AnnotateFormatMethod") // Private, and every caller is in sight.
  private void want(boolean holds, String otherwise, Object... details) {
    if (!holds) {
      problems.add(otherwise.formatted(details));
    }
  }
}
