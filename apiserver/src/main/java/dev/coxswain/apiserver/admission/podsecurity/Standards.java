package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.apiserver.admission.podsecurity.Control.Check;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import dev.coxswain.apiserver.admission.podsecurity.Control.Rule;
import dev.coxswain.apiserver.admission.podsecurity.Policy.Standard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The controls of both levels, with the releases since which they count.
final class Standards {
  private static final int WINDOWS = 25;

  /// Those of `baseline` first, then by id: the order of the findings.
  private static final List<Control> CONTROLS =
      List.of(
          baseline("appArmorProfile", since(0, AppArmor::check)),
          baseline("capabilities_baseline", since(0, Capabilities::beyondDefault)),
          baseline("hostNamespaces", since(0, HostAccess::namespaces)),
          baseline("hostPathVolumes", since(0, HostAccess::pathVolumes)),
          baseline("hostPorts", since(0, HostAccess::ports)),
          baseline("hostProbesAndHostLifecycle", since(34, HostProbes::check)),
          baseline("privileged", since(0, Privileges::privileged)),
          baseline("procMount", since(0, Privileges::procMount)),
          baseline("seLinuxOptions", since(0, SeLinux::check), since(31, SeLinux::checkWithEngine)),
          baseline(
              "seccompProfile_baseline",
              since(0, Seccomp::annotations),
              since(19, Seccomp::baseline)),
          baseline(
              "sysctls",
              since(0, Sysctls.upTo(0)),
              since(27, Sysctls.upTo(27)),
              since(29, Sysctls.upTo(29)),
              since(32, Sysctls.upTo(32))),
          baseline("windowsHostProcess", since(0, Privileges::hostProcess)),
          restricted(
              "allowPrivilegeEscalation",
              "",
              since(8, Privileges::escalation),
              since(WINDOWS, exceptOnWindows(Privileges::escalation))),
          restricted(
              "capabilities_restricted",
              "capabilities_baseline",
              since(22, Capabilities::restricted),
              since(WINDOWS, exceptOnWindows(Capabilities::restricted))),
          restricted("restrictedVolumes", "hostPathVolumes", since(0, RestrictedVolumes::check)),
          restricted("runAsNonRoot", "", since(0, RunAs::nonRoot)),
          restricted("runAsUser", "", since(23, RunAs::user)),
          restricted(
              "seccompProfile_restricted",
              "seccompProfile_baseline",
              since(19, Seccomp::restricted),
              since(WINDOWS, exceptOnWindows(Seccomp::restricted))));

  private Standards() {}

  /// What the pod does that the standard forbids, in upstream's order.
  static List<Finding> findings(Standard standard, PodView pod) {
    var applied =
        CONTROLS.stream()
            .filter(control -> control.level().compareTo(standard.level()) <= 0)
            .filter(control -> control.at(standard.version()).isPresent())
            .toList();
    Set<String> overridden =
        applied.stream().map(Control::overrides).collect(Collectors.toUnmodifiableSet());
    return applied.stream()
        .filter(control -> !overridden.contains(control.id()))
        .flatMap(control -> control.at(standard.version()).stream())
        .flatMap(check -> check.check(pod).stream())
        .toList();
  }

  private static Check exceptOnWindows(Check check) {
    return pod -> pod.isWindows() ? Optional.empty() : check.check(pod);
  }

  private static Control baseline(String id, Rule... rules) {
    return new Control(id, Level.BASELINE, "", Stream.of(rules).toList());
  }

  private static Control restricted(String id, String overrides, Rule... rules) {
    return new Control(id, Level.RESTRICTED, overrides, Stream.of(rules).toList());
  }

  private static Rule since(int minor, Check check) {
    return new Rule(minor, check);
  }
}
