package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LifecycleHandler;
import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Probes and hooks run from the node: they may ask nobody but the pod.
final class HostProbes {
  private HostProbes() {}

  static Optional<Finding> check(PodView pod) {
    var hosts = new TreeSet<String>();
    var users = new TreeSet<String>();
    for (var container : pod.containers()) {
      hosts(container)
          .filter(host -> !host.isEmpty())
          .forEach(host -> {
            hosts.add(host);
            users.add(container.getName());
          });
    }
    return hosts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "probe or lifecycle host",
                "%s %s %s %s %s"
                    .formatted(
                        Wording.plural("container", users),
                        Wording.quoted(users),
                        users.size() == 1 ? "uses" : "use",
                        Wording.plural("probe or lifecycle host", hosts),
                        Wording.quoted(hosts))));
  }

  private static Stream<String> hosts(Container container) {
    var probes =
        Stream.of(
                container.getLivenessProbe(),
                container.getReadinessProbe(),
                container.getStartupProbe())
            .map(Probe::getHandler)
            .flatMap(h -> Stream.of(h.getHttpGet().getHost(), h.getTcpSocket().getHost()));
    var lifecycle = container.getLifecycle();
    var hooks =
        Stream.of(lifecycle.getPostStart(), lifecycle.getPreStop()).flatMap(HostProbes::hosts);
    return Stream.concat(probes, hooks);
  }

  private static Stream<String> hosts(LifecycleHandler hook) {
    return Stream.of(hook.getHttpGet().getHost(), hook.getTcpSocket().getHost());
  }
}
