package dev.coxswain.apiserver.admission.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeRestrictionTest {
  private static final String ALLOWED = "";

  private final World world = new World().as("system:node:a", "system:nodes");
  private final NodeRestriction step = new NodeRestriction(world);

  NodeRestrictionTest() {
    world.add(Node.class, "metadata: {name: a, uid: u}");
  }

  private static Arguments row(
      String what, Function<World, AdmissionRequest> request, String told) {
    return arguments(what, request, told);
  }

  static Stream<Arguments> writes() {
    return Stream.of(
        row("its node", w -> w.create(node("a", "")), ALLOWED),
        row(
            "another node",
            w -> w.create(node("b", "")),
            "nodes \"b\" is forbidden: node \"a\" is not allowed to modify node \"b\""),
        row(
            "labels of its own",
            w ->
                w.create(node("a", "labels: {kubernetes.io/os: linux, x.node.kubernetes.io/y: z}")),
            ALLOWED),
        row(
            "labels that keep it apart",
            w -> w.create(node("a", "labels: {node-restriction.kubernetes.io/a: b, k8s.io/c: d}")),
            "nodes \"a\" is forbidden: node \"a\" is not allowed to set the following labels:"
                + " k8s.io/c, node-restriction.kubernetes.io/a"),
        row(
            "a changed label",
            w -> w.update(node("a", "labels: {k8s.io/c: d}"), node("a", "labels: {k8s.io/c: e}")),
            "nodes \"a\" is forbidden: is not allowed to modify labels: k8s.io/c"),
        row(
            "its taints",
            w ->
                w.update(
                    Manifests.read(
                        Node.class, "metadata: {name: a}\nspec: {taints: [{key: k, effect: e}]}"),
                    node("a", "")),
            "nodes \"a\" is forbidden: node \"a\" is not allowed to modify taints"),
        row(
            "a pod that mirrors nothing",
            w -> w.create(pod("", "a")),
            "pods \"p\" is forbidden: pod does not have \"kubernetes.io/config.mirror\" annotation,"
                + " node \"a\" can only create mirror pods"),
        row("a mirror pod", w -> w.create(mirror("u", "")), ALLOWED),
        row(
            "a mirror pod of another node of that name",
            w -> w.create(mirror("v", "")),
            "pods \"p\" is forbidden: node a UID mismatch: expected v got u"),
        row(
            "a mirror pod with a secret",
            w -> w.create(mirror("u", ", volumes: [{name: s, secret: {secretName: s}}]")),
            "pods \"p\" is forbidden: node \"a\" can not create pods that reference secrets"),
        row("the deletion of its pod", w -> w.delete(pod("", "a")), ALLOWED),
        row(
            "the deletion of another's pod",
            w -> w.delete(pod("", "b")),
            "pods \"p\" is forbidden: node \"a\" can only delete pods with spec.nodeName set to"
                + " itself"),
        row(
            "the status of its pod",
            w -> w.update(pod("", "a"), pod("", "a")).onSubresource("status"),
            ALLOWED),
        row(
            "labels with the status",
            w -> w.update(pod("", "a"), pod("labels: {x: z}", "a")).onSubresource("status"),
            "pods \"p\" is forbidden: node \"a\" cannot update labels through pod status"),
        row(
            "the status of another's pod",
            w -> w.update(pod("", "b"), pod("", "b")).onSubresource("status"),
            "pods \"p\" is forbidden: node \"a\" can only update pod status for pods with"
                + " spec.nodeName set to itself"),
        row("its lease", w -> w.create(lease("kube-node-lease", "a")), ALLOWED),
        row(
            "another's lease",
            w -> w.create(lease("kube-node-lease", "b")),
            "leases.coordination.k8s.io \"b\" is forbidden: can only access node lease with the"
                + " same name as the requesting node"),
        row(
            "a lease elsewhere",
            w -> w.create(lease("default", "a")),
            "leases.coordination.k8s.io \"a\" is forbidden: can only access leases in the"
                + " \"kube-node-lease\" system namespace"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void aNodeWrites(String what, Function<World, AdmissionRequest> request, String told) {
    var thrown = catchThrowable(() -> step.check(request.apply(world)));
    assertThat(Optional.ofNullable(thrown).map(Throwable::getMessage).orElse(ALLOWED))
        .as(what)
        .isEqualTo(told);
  }

  @Test
  void othersAreNotConcerned() {
    step.check(world.as("system:node:a").create(node("b", "")));
    step.check(world.as("jane", "system:nodes").create(node("b", "")));
  }

  @Test
  void tokensAreForPodsOfTheNode() {
    world.add(
        Pod.class,
        "metadata: {name: p, namespace: default, uid: pu}\nspec: {nodeName: a, containers: [{name:"
            + " c, image: i}]}");
    assertThat(tokenRefusal("{}")).isEqualTo("node requested token not bound to a pod");
    var bound = "{boundObjectRef: {apiVersion: v1, kind: Pod, name: p, uid: %s}%s}";
    assertThat(tokenRefusal(bound.formatted("pu", ""))).isEqualTo(ALLOWED);
    assertThat(tokenRefusal(bound.formatted("other", "")))
        .startsWith(
            "the UID in the bound object reference (other) does not match the UID in record");
    assertThat(tokenRefusal(bound.formatted("pu", ", audiences: [vault]")))
        .isEqualTo("audience \"vault\" not found in pod spec volume");
  }

  private String tokenRefusal(String spec) {
    var account = Manifests.read(ServiceAccount.class, "metadata: {name: s, namespace: default}");
    Message asked = Manifests.read(TokenRequest.class, "spec: " + spec);
    var request = world.create(account).onSubresource("token").with(asked);
    var prefix = "serviceaccounts \"s\" is forbidden: ";
    return Optional.ofNullable(catchThrowable(() -> step.check(request)))
        .map(Throwable::getMessage)
        .map(message -> message.substring(prefix.length()))
        .orElse(ALLOWED);
  }

  private static Node node(String name, String metadata) {
    return Manifests.read(Node.class, "metadata: {name: %s, %s}".formatted(name, metadata));
  }

  private static Pod pod(String metadata, String node) {
    return Manifests.read(
        Pod.class,
        "metadata: {name: p, namespace: default, %s}\nspec: {nodeName: %s, containers: [{name: c, image: i}]}"
            .formatted(metadata, node));
  }

  private static Pod mirror(String uid, String spec) {
    return Manifests.read(
        Pod.class,
        """
        metadata:
          name: p
          namespace: default
          annotations: {kubernetes.io/config.mirror: x}
          ownerReferences: [{apiVersion: v1, kind: Node, name: a, uid: %s, controller: true}]
        spec: {nodeName: a, containers: [{name: c, image: i}]%s}
        """
            .formatted(uid, spec));
  }

  private static Lease lease(String namespace, String name) {
    return Manifests.read(
        Lease.class, "metadata: {name: %s, namespace: %s}".formatted(name, namespace));
  }
}
