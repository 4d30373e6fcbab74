package dev.coxswain.apiserver.authz.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Decision;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kubelet of `n1` may ask for, in a world with one pod on `n1` and one on `n2`.
final class NodeAuthorizerTest {
  private static final UserInfo NODE = UserInfo.of("system:node:n1", "system:nodes");

  private final World world = new World();

  NodeAuthorizerTest() {
    world.add(
        Pod.class,
        "{metadata: {name: mine, namespace: ns}, spec: {nodeName: n1, serviceAccountName: sa,"
            + " volumes: [{name: v, secret: {secretName: s}}]}}");
    world.add(Pod.class, "{metadata: {name: other, namespace: ns}, spec: {nodeName: n2}}");
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      value = {
        "list, pods, '', spec.nodeName=n1",
        "watch, pods, '', 'spec.nodeName=n1,status.phase!=Failed'",
        "get, pods, mine, ''",
        "create, pods, '', ''",
        "patch, pods/status, other, ''",
        "create, pods/eviction, other, ''",
        "get, nodes, n1, ''",
        "watch, nodes, n1, metadata.name=n1",
        "create, nodes, '', ''",
        "update, nodes/status, n2, ''",
        "get, secrets, s, ''",
        "create, serviceaccounts/token, sa, ''"
      })
  void allows(String verb, String resource, String name, String fields) {
    assertThat(decide(verb, resource, name, fields).allowed()).isTrue();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "list|pods|||can only list/watch pods with spec.nodeName field selector",
        "list|pods||spec.nodeName=n2|can only list/watch pods with spec.nodeName field selector",
        "list|pods||spec.nodeName!=n1|can only list/watch pods with spec.nodeName field selector",
        "get|pods|other||no relationship found between node 'n1' and this object",
        "get|pods|gone||no relationship found between node 'n1' and this object",
        "update|pods|mine||",
        "get|pods/log|mine||",
        "list|nodes|||node 'n1' cannot read all nodes, only its own Node object",
        "get|nodes|n2||node 'n1' cannot read 'n2', only its own Node object",
        "delete|nodes|n1||",
        "get|secrets|t||no relationship found between node 'n1' and this object",
        "list|secrets|||No Object name found",
        "update|secrets|s||can only read resources of this type",
        "get|serviceaccounts|sa||can only create tokens for individual service accounts",
        "create|serviceaccounts/token|other||no relationship found between node 'n1' and this object"
      })
  void denies(String verb, String resource, String name, String fields, String reason) {
    var decision = decide(verb, resource, name, fields);
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.reason()).isEqualTo(Objects.toString(reason, ""));
  }

  private Decision decide(String verb, String resource, String name, String fields) {
    var parts = resource.split("/", 2);
    var namespace = parts[0].equals("nodes") ? "" : "ns";
    var subresource = parts.length == 2 ? parts[1] : "";
    var attributes =
        Attributes.of(
            NODE, verb, "", "v1", parts[0], subresource, namespace, Objects.toString(name, ""));
    return new NodeAuthorizer(world).authorize(attributes.selecting(Objects.toString(fields, "")));
  }
}
