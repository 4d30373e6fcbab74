package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.SELinuxOptions;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// SELinux: a type made for containers, and neither a user nor a role of one's own.
final class SeLinux {
  private static final Set<String> TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");
  private static final Set<String> TYPES_WITH_ENGINE =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  private SeLinux() {}

  static Optional<Finding> check(PodView pod) {
    return check(pod, TYPES);
  }

  static Optional<Finding> checkWithEngine(PodView pod) {
    return check(pod, TYPES_WITH_ENGINE);
  }

  private static Optional<Finding> check(PodView pod, Set<String> types) {
    var ofPod = pod.spec().getSecurityContext().getSeLinuxOptions();
    var containers =
        Wording.names(pod, c -> isBad(c.getSecurityContext().getSeLinuxOptions(), types));
    if (!isBad(ofPod, types) && containers.isEmpty()) {
      return Optional.empty();
    }
    var all =
        Stream.concat(
                Stream.of(ofPod),
                pod.containers().stream().map(c -> c.getSecurityContext().getSeLinuxOptions()))
            .toList();
    var badTypes = new TreeSet<String>();
    all.stream()
        .map(SELinuxOptions::getType)
        .filter(t -> !types.contains(t))
        .forEach(badTypes::add);
    var details = new ArrayList<String>();
    if (!badTypes.isEmpty()) {
      details.add(Wording.plural("type", badTypes) + " " + Wording.quoted(badTypes));
    }
    if (all.stream().anyMatch(options -> !options.getUser().isEmpty())) {
      details.add("user may not be set");
    }
    if (all.stream().anyMatch(options -> !options.getRole().isEmpty())) {
      details.add("role may not be set");
    }
    return Optional.of(
        new Finding(
            "seLinuxOptions",
            "%s set forbidden securityContext.seLinuxOptions: %s"
                .formatted(
                    Wording.setters(isBad(ofPod, types), containers), String.join("; ", details))));
  }

  private static boolean isBad(SELinuxOptions options, Set<String> types) {
    return !types.contains(options.getType())
        || !options.getUser().isEmpty()
        || !options.getRole().isEmpty();
  }
}
