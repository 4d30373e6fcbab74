package dev.coxswain.apiserver.registry.defaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.networking.v1.NetworkPolicy;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is filled in, seen as JSON.
final class DefaultsTest {
  static List<Arguments> objects() {
    var pod = "spec: {containers: [{name: a, image: %s}]}";
    return List.of(
        arguments(
            "untagged",
            Pod.class,
            pod.formatted("x"),
            "/spec/containers/0/imagePullPolicy",
            "\"Always\""),
        arguments(
            "latest",
            Pod.class,
            pod.formatted("h:5/x:latest"),
            "/spec/containers/0/imagePullPolicy",
            "\"Always\""),
        arguments(
            "tagged",
            Pod.class,
            pod.formatted("h:5/x:1"),
            "/spec/containers/0/imagePullPolicy",
            "\"IfNotPresent\""),
        arguments(
            "port of a registry",
            Pod.class,
            pod.formatted("h:5/x"),
            "/spec/containers/0/imagePullPolicy",
            "\"Always\""),
        arguments(
            "digest",
            Pod.class,
            pod.formatted("x@sha256:00"),
            "/spec/containers/0/imagePullPolicy",
            "\"IfNotPresent\""),
        arguments("security context", Pod.class, "spec: {}", "/spec/securityContext", "{}"),
        arguments("links", Pod.class, "spec: {}", "/spec/enableServiceLinks", "true"),
        arguments(
            "no links in templates",
            Deployment.class,
            "spec: {}",
            "/spec/template/spec/enableServiceLinks",
            ""),
        arguments(
            "grace in templates",
            Deployment.class,
            "spec: {}",
            "/spec/template/spec/terminationGracePeriodSeconds",
            "30"),
        arguments(
            "request from limit",
            Pod.class,
            "spec: {containers: [{name: a, resources: {limits: {cpu: 0.5}}}]}",
            "/spec/containers/0/resources",
            "{\"limits\":{\"cpu\":\"500m\"},\"requests\":{\"cpu\":\"500m\"}}"),
        arguments(
            "rounded up to milli",
            Pod.class,
            "spec: {containers: [{name: a, resources: {requests: {cpu: 100u}}}]}",
            "/spec/containers/0/resources/requests/cpu",
            "\"1m\""),
        arguments(
            "host port",
            Pod.class,
            "spec: {hostNetwork: true, containers: [{name: a, ports: [{containerPort: 80}]}]}",
            "/spec/containers/0/ports/0",
            "{\"hostPort\":80,\"containerPort\":80,\"protocol\":\"TCP\"}"),
        arguments(
            "empty volume",
            Pod.class,
            "spec: {volumes: [{name: v}]}",
            "/spec/volumes/0/emptyDir",
            "{}"),
        arguments(
            "address",
            Pod.class,
            "status: {podIP: 10.0.0.1}",
            "/status/podIPs",
            "[{\"ip\":\"10.0.0.1\"}]"),
        arguments(
            "rolling update",
            Deployment.class,
            "spec: {}",
            "/spec/strategy",
            "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}}"),
        arguments(
            "recreate",
            Deployment.class,
            "spec: {strategy: {type: Recreate}}",
            "/spec/strategy",
            "{\"type\":\"Recreate\"}"),
        arguments(
            "target port",
            Service.class,
            "spec: {ports: [{port: 80}]}",
            "/spec/ports/0/targetPort",
            "80"),
        arguments(
            "affinity",
            Service.class,
            "spec: {sessionAffinity: ClientIP}",
            "/spec/sessionAffinityConfig/clientIP/timeoutSeconds",
            "10800"),
        arguments(
            "node port",
            Service.class,
            "spec: {type: NodePort}",
            "/spec/externalTrafficPolicy",
            "\"Cluster\""),
        arguments("cluster IP", Service.class, "spec: {}", "/spec/externalTrafficPolicy", ""),
        arguments("secret text", Secret.class, "stringData: {a: b}", "/data", "{\"a\":\"Yg==\"}"),
        arguments(
            "node block",
            Node.class,
            "spec: {podCIDR: 10.0.0.0/24}",
            "/spec/podCIDRs",
            "[\"10.0.0.0/24\"]"),
        arguments("job", Job.class, "spec: {}", "/spec/completions", "1"),
        arguments("job that goes on", Job.class, "spec: {parallelism: 3}", "/spec/completions", ""),
        arguments(
            "template of jobs",
            CronJob.class,
            "spec: {}",
            "/spec/jobTemplate/spec/completions",
            ""),
        arguments(
            "policy",
            NetworkPolicy.class,
            "spec: {egress: [{}]}",
            "/spec/policyTypes",
            "[\"Ingress\",\"Egress\"]"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("objects")
  void fillsIn(
      String name, Class<? extends Message> type, String yaml, String at, String expected) {
    var tree = JsonCodec.toTree(Defaults.apply(Manifests.read(type, yaml)));
    var found = tree.at(at);
    assertThat(found.isMissingNode() ? "" : found.toString()).isEqualTo(expected);
  }
}
