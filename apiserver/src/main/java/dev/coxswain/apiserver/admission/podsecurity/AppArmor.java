package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// AppArmor profiles: the runtime's, or one of the node's own; never none.
final class AppArmor {
  private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
  private static final Set<String> TYPES = Set.of("", "RuntimeDefault", "Localhost");

  private AppArmor() {}

  static Optional<Finding> check(PodView pod) {
    var ofPod = pod.spec().getSecurityContext().getAppArmorProfile().getType();
    var bad = new TreeSet<String>();
    bad.add(ofPod);
    pod.containers().forEach(c -> bad.add(type(c)));
    bad.removeAll(TYPES);
    boolean byPod = bad.contains(ofPod);
    var containers = Wording.names(pod, c -> bad.contains(type(c)));
    var annotations = annotations(pod);
    int count = bad.size() + annotations.size();
    if (count == 0) {
      return Optional.empty();
    }
    var details = new ArrayList<String>();
    if (!bad.isEmpty()) {
      details.add(
          "%s must not set AppArmor profile type to %s"
              .formatted(Wording.setters(byPod, containers), Wording.quoted(bad)));
    }
    details.addAll(annotations);
    return Optional.of(
        new Finding(
            count == 1 ? "forbidden AppArmor profile" : "forbidden AppArmor profiles",
            String.join(", ", details)));
  }

  private static String type(Container container) {
    return container.getSecurityContext().getAppArmorProfile().getType();
  }

  private static Set<String> annotations(PodView pod) {
    var bad = new TreeSet<String>();
    new TreeMap<>(pod.metadata().getAnnotationsMap())
        .forEach((key, value) -> {
          if (key.startsWith(ANNOTATION) && !isAllowed(value)) {
            bad.add("%s=\"%s\"".formatted(key, value));
          }
        });
    return bad;
  }

  private static boolean isAllowed(String profile) {
    return profile.isEmpty()
        || profile.equals("runtime/default")
        || profile.startsWith("localhost/");
  }
}
