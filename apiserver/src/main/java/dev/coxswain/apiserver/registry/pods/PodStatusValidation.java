package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.HostIP;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodIP;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules for what nodes may tell of a pod.
public final class PodStatusValidation {
  private static final Set<String> SYSTEM_CONDITIONS =
      Set.of("PodScheduled", "Ready", "Initialized");
  private static final String ONE_PER_FAMILY = "may specify no more than one IP for each IP family";

  private PodStatusValidation() {}

  public static void check(Pod updated, Pod existing, Problems problems) {
    PodAnnotationChanges.check(updated, existing, problems);
    var now = updated.getStatus();
    var before = existing.getStatus();
    var path = Problems.STATUS;
    checkConditions(now.getConditionsList(), problems);
    var nominated = now.getNominatedNodeName();
    if (!nominated.isEmpty() && !nominated.equals(before.getNominatedNodeName())) {
      problems.invalid(
          path.child("nominatedNodeName"), nominated, Names.isDns1123Subdomain(nominated));
    }
    problems.unchanged(path.child("qosClass"), now.getQosClass(), before.getQosClass());
    ContainerTransitions.check(updated, existing, problems);
    checkClaims(updated, path.child("resourceClaimStatuses"), problems);
    checkPodIps(now.getPodIPsList(), path.child("podIPs"), problems);
    checkHostIps(now.getHostIP(), now.getHostIPsList(), path.child("hostIPs"), problems);
    var spec = updated.getSpec();
    checkUsers(now.getContainerStatusesList(), spec, path.child("containerStatuses"), problems);
    checkUsers(
        now.getInitContainerStatusesList(), spec, path.child("initContainerStatuses"), problems);
    checkUsers(
        now.getEphemeralContainerStatusesList(),
        spec,
        path.child("ephemeralContainerStatuses"),
        problems);
  }

  /// Upstream looks for the conditions in the metadata.
  private static void checkConditions(List<PodCondition> conditions, Problems problems) {
    for (int i = 0; i < conditions.size(); i++) {
      var type = conditions.get(i).getType();
      if (!SYSTEM_CONDITIONS.contains(type)) {
        problems.invalid(
            Problems.METADATA.child("conditions").index(i).child("Type"),
            type,
            Names.isQualifiedName(type));
      }
    }
  }

  private static void checkClaims(Pod pod, FieldPath path, Problems problems) {
    var seen = new HashSet<String>();
    var claims = pod.getSpec().getResourceClaimsList();
    for (int i = 0; i < pod.getStatus().getResourceClaimStatusesCount(); i++) {
      var status = pod.getStatus().getResourceClaimStatuses(i);
      var at = path.index(i).child("name");
      if (claims.stream().noneMatch(claim -> claim.getName().equals(status.getName()))) {
        problems.invalid(
            at, status.getName(), "must match the name of an entry in `spec.resourceClaims`");
      }
      if (!seen.add(status.getName())) {
        problems.duplicate(at, status.getName());
      }
      if (status.hasResourceClaimName()) {
        problems.invalid(
            at,
            status.getResourceClaimName(),
            Names.isDns1123Subdomain(status.getResourceClaimName()));
      }
    }
  }

  private static void checkPodIps(List<PodIP> addresses, FieldPath path, Problems problems) {
    var texts = addresses.stream().map(PodIP::getIp).toList();
    checkAddresses(texts, path, problems);
    if (texts.size() > 1) {
      checkFamilies(texts, path, problems);
      checkRepeated(texts, path, problems);
    }
  }

  private static void checkHostIps(
      String first, List<HostIP> addresses, FieldPath path, Problems problems) {
    if (addresses.isEmpty()) {
      return;
    }
    var texts = addresses.stream().map(HostIP::getIp).toList();
    if (!first.equals(texts.getFirst())) {
      problems.invalid(path.index(0).child("ip"), texts.getFirst(), "must be equal to `hostIP`");
    }
    checkAddresses(texts, path, problems);
    if (texts.size() > 1) {
      checkRepeated(texts, path, problems);
      checkFamilies(texts, path, problems);
    }
  }

  private static void checkAddresses(List<String> texts, FieldPath path, Problems problems) {
    for (int i = 0; i < texts.size(); i++) {
      problems.invalid(path.index(i), texts.get(i), Addresses.isValidIp(texts.get(i)));
    }
  }

  private static void checkFamilies(List<String> texts, FieldPath path, Problems problems) {
    boolean both =
        texts.stream().anyMatch(Addresses::isIpv4) && texts.stream().anyMatch(Addresses::isIpv6);
    if (!both || texts.size() > 2) {
      problems.invalid(
          path, texts.stream().map(PodStatusValidation::shown).toList(), ONE_PER_FAMILY);
    }
  }

  private static void checkRepeated(List<String> texts, FieldPath path, Problems problems) {
    var seen = new HashSet<String>();
    for (int i = 0; i < texts.size(); i++) {
      if (!seen.add(texts.get(i))) {
        problems.duplicate(path.index(i), shown(texts.get(i)));
      }
    }
  }

  private static Object shown(String address) {
    return GoStruct.of().with("IP", address).tree();
  }

  private static void checkUsers(
      List<ContainerStatus> statuses, PodSpec spec, FieldPath path, Problems problems) {
    for (int i = 0; i < statuses.size(); i++) {
      if (!statuses.get(i).getUser().hasLinux()) {
        continue;
      }
      var at = path.index(i).child("linux");
      var user = statuses.get(i).getUser().getLinux();
      if (spec.getOs().getName().equals("windows")) {
        problems.forbidden(at, "cannot be set for a windows pod");
        continue;
      }
      problems.invalid(at.child("uid"), user.getUid(), Numbers.isValidId(user.getUid()));
      problems.invalid(at.child("gid"), user.getGid(), Numbers.isValidId(user.getGid()));
      for (int g = 0; g < user.getSupplementalGroupsCount(); g++) {
        problems.invalid(
            at.child("supplementalGroups").index(g),
            user.getSupplementalGroups(g),
            Numbers.isValidId(user.getSupplementalGroups(g)));
      }
    }
  }
}
