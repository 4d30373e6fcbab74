package dev.coxswain.apiserver.admission.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.quota.QuotaConfiguration.LimitedResource;
import dev.coxswain.apiserver.admission.quota.QuotaConfiguration.Scope;
import dev.coxswain.apiserver.admission.quota.QuotaDecision.Demand;
import dev.coxswain.apiserver.admission.quota.QuotaDecision.Verdict;
import dev.coxswain.apiserver.registry.Manifests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class QuotaDecisionTest {
  static Stream<Arguments> creations() {
    var pod = pod("cpu: 500m, memory: 1Gi", "cpu: '1', memory: 1Gi", "");
    return Stream.of(
        arguments("room for a pod", pod, quota("pods: 1", "pods: 0", ""), "pods=1"),
        arguments(
            "room for all that is limited",
            pod,
            quota("limits.cpu: 1, requests.cpu: 1", "limits.cpu: 0, requests.cpu: 0", ""),
            "limits.cpu=1,requests.cpu=500m"),
        arguments(
            "no room for some",
            pod,
            quota("limits.cpu: 1, pods: 1", "limits.cpu: 500m, pods: 0", ""),
            "exceeded quota: q, requested: limits.cpu=1, used: limits.cpu=500m, limited:"
                + " limits.cpu=1"),
        arguments(
            "no room for several",
            pod,
            quota("memory: 1Gi, pods: 1", "memory: 512Mi, pods: 1", ""),
            "exceeded quota: q, requested: memory=1Gi,pods=1, used: memory=512Mi,pods=1, limited:"
                + " memory=1Gi,pods=1"),
        arguments(
            "a pod that does not say what is limited",
            pod("cpu: 1", "", ""),
            quota("limits.cpu: 1, requests.memory: 1", "limits.cpu: 0, requests.memory: 0", ""),
            "failed quota: q: must specify limits.cpu for: c; requests.memory for: c"),
        arguments(
            "books that nobody has opened yet",
            pod,
            quota("pods: 1", "", ""),
            "status unknown for quota: q, resources: pods"),
        arguments(
            "a device",
            pod("example.com/gpu: 2", "example.com/gpu: 2", ""),
            quota("requests.example.com/gpu: 1", "requests.example.com/gpu: 0", ""),
            "exceeded quota: q, requested: requests.example.com/gpu=2, used:"
                + " requests.example.com/gpu=0, limited: requests.example.com/gpu=1"),
        arguments("not best effort", pod, quota("pods: 0", "pods: 0", "scopes: [BestEffort]"), ""),
        arguments(
            "best effort",
            pod("", "", ""),
            quota("pods: 0", "pods: 0", "scopes: [BestEffort]"),
            "exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0"),
        arguments(
            "terminating",
            pod("", "", "activeDeadlineSeconds: 5, "),
            quota("pods: 1", "pods: 0", "scopes: [Terminating]"),
            "pods=1"),
        arguments(
            "of a priority class",
            pod("", "", "priorityClassName: high, "),
            quota(
                "pods: 1",
                "pods: 0",
                "scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In,"
                    + " values: [high]}]}"),
            "pods=1"),
        arguments(
            "of another priority class",
            pod("", "", "priorityClassName: low, "),
            quota(
                "pods: 1",
                "pods: 0",
                "scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In,"
                    + " values: [high]}]}"),
            ""),
        arguments(
            "a map, by either name",
            Manifests.read(ConfigMap.class, "metadata: {name: m}"),
            quota("configmaps: 2, count/configmaps: 2", "configmaps: 1, count/configmaps: 1", ""),
            "configmaps=1,count/configmaps=1"),
        arguments(
            "a balancer without node ports",
            Manifests.read(
                Service.class,
                "metadata: {name: s}\nspec: {type: LoadBalancer, allocateLoadBalancerNodePorts:"
                    + " false, ports: [{port: 1}]}"),
            quota(
                "services.loadbalancers: 1, services.nodeports: 0",
                "services.loadbalancers: 0, services.nodeports: 0",
                ""),
            "services.loadbalancers=1"),
        arguments(
            "storage of a class",
            claim("2Gi"),
            quota(
                "fast.storageclass.storage.k8s.io/requests.storage: 1Gi",
                "fast.storageclass.storage.k8s.io/requests.storage: 0",
                ""),
            "exceeded quota: q, requested: fast.storageclass.storage.k8s.io/requests.storage=2Gi,"
                + " used: fast.storageclass.storage.k8s.io/requests.storage=0, limited:"
                + " fast.storageclass.storage.k8s.io/requests.storage=1Gi"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("creations")
  void created(String what, Message object, ResourceQuota quota, String told) {
    assertThat(decide(object, Optional.empty(), quota, QuotaConfiguration.DEFAULT))
        .as(what)
        .isEqualTo(told);
  }

  @Test
  void onlyTheDifferenceOfAChangeCounts() {
    var quota = quota("requests.storage: 3Gi", "requests.storage: 2Gi", "");
    var none = QuotaConfiguration.DEFAULT;
    assertThat(decide(claim("3Gi"), Optional.of(claim("2Gi")), quota, none))
        .isEqualTo("requests.storage=1Gi");
    assertThat(decide(claim("2Gi"), Optional.of(claim("2Gi")), quota, none)).isEmpty();
    assertThat(decide(claim("1Gi"), Optional.of(claim("2Gi")), quota, none)).isEmpty();
    assertThat(decide(claim("4Gi"), Optional.of(claim("2Gi")), true, quota, none))
        .isEqualTo("requests.storage=2Gi");
    var gold =
        quota(
            "requests.storage: 3Gi",
            "requests.storage: 0",
            "scopeSelector: {matchExpressions: [{scopeName: VolumeAttributesClass, operator: In,"
                + " values: [gold]}]}");
    var upgraded = claim("2Gi").toBuilder();
    upgraded.getSpecBuilder().setVolumeAttributesClassName("gold");
    assertThat(decide(upgraded.build(), Optional.of(claim("2Gi")), gold, none))
        .isEqualTo("requests.storage=2Gi");
    assertThat(decide(claim("4Gi"), Optional.of(claim("2Gi")), quota, none))
        .isEqualTo(
            "exceeded quota: q, requested: requests.storage=2Gi, used: requests.storage=2Gi,"
                + " limited: requests.storage=3Gi");
  }

  @Test
  void whatIsLimitedByDefaultNeedsAQuota() {
    var scope = new Scope("PriorityClass", "In", List.of("high"));
    var limited =
        new QuotaConfiguration(
            List.of(
                new LimitedResource("", "pods", List.of(), List.of(scope)),
                new LimitedResource(
                    "", "persistentvolumeclaims", List.of("requests.storage"), List.of())));
    var other = quota("configmaps: 1", "configmaps: 0", "");
    assertThat(decide(pod("", "", "priorityClassName: high, "), Optional.empty(), other, limited))
        .isEqualTo(
            "uncovered: insufficient quota to match these scopes: [{PriorityClass In [high]}]");
    assertThat(decide(pod("", "", ""), Optional.empty(), other, limited)).isEmpty();
    assertThat(decide(claim("1Gi"), Optional.empty(), other, limited))
        .isEqualTo(
            "insufficient quota to consume:"
                + " fast.storageclass.storage.k8s.io/requests.storage,requests.storage");
  }

  /// The refusal, or what is charged.
  private static String decide(
      Message object,
      Optional<Message> before,
      ResourceQuota quota,
      QuotaConfiguration configuration) {
    return decide(object, before, false, quota, configuration);
  }

  private static String decide(
      Message object,
      Optional<Message> before,
      boolean observed,
      ResourceQuota quota,
      QuotaConfiguration configuration) {
    var resource = Scheme.kubernetes().resourceOf(object.getClass()).groupResource();
    var demand = new Demand(resource, object, before, observed, Instant.EPOCH);
    return switch (QuotaDecision.decide(demand, List.of(quota), configuration)) {
      case Verdict.Refused(var why) -> why;
      case Verdict.Uncovered(var why) -> "uncovered: " + why;
      case Verdict.Granted(var charges) ->
          charges.stream().map(c -> c.amounts().toString()).collect(Collectors.joining(" and "));
    };
  }

  private static ResourceQuota quota(String hard, String used, String spec) {
    return Manifests.read(
        ResourceQuota.class,
        "metadata: {name: q}\nspec: {%s}\nstatus: {hard: {%s}, used: {%s}}"
            .formatted(spec, hard, used));
  }

  private static Pod pod(String requests, String limits, String spec) {
    return Manifests.read(
        Pod.class,
        "metadata: {name: p}\nspec: {%scontainers: [{name: c, image: i, resources: {requests: {%s}, limits: {%s}}}]}"
            .formatted(spec, requests, limits));
  }

  private static PersistentVolumeClaim claim(String size) {
    return Manifests.read(
        PersistentVolumeClaim.class,
        "metadata: {name: c}\nspec: {storageClassName: fast, resources: {requests: {storage: %s}}}"
            .formatted(size));
  }
}
