package dev.coxswain.apimachinery.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.authentication.v1.TokenReview;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemeTest {
  private final Scheme scheme = Scheme.kubernetes();

  static List<Arguments> kinds() {
    return List.of(
        arguments(Pod.class, new GroupVersionKind("", "v1", "Pod")),
        arguments(Deployment.class, new GroupVersionKind("apps", "v1", "Deployment")),
        arguments(Status.class, new GroupVersionKind("", "v1", "Status")),
        arguments(Table.class, new GroupVersionKind("meta.k8s.io", "v1", "Table")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void knowsKindsAndTheirMessages(Class<? extends Message> type, GroupVersionKind gvk) {
    assertThat(scheme.kindOf(type).gvk()).isEqualTo(gvk);
    assertThat(scheme.kind(gvk).orElseThrow().prototype()).isInstanceOf(type);
  }

  @Test
  void optionsBelongToEveryGroup() {
    var gvk = new GroupVersionKind("apps", "v1", "DeleteOptions");
    assertThat(scheme.kind(gvk).orElseThrow().prototype()).isInstanceOf(DeleteOptions.class);
  }

  @Test
  void partsOfObjectsAreNoKinds() {
    assertThatThrownBy(() -> scheme.kindOf(ServicePort.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scheme.resourceOf(ObjectMeta.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(scheme.kind(new GroupVersionKind("", "v1", "Deployment"))).isEmpty();
  }

  static List<Arguments> paths() {
    return List.of(
        arguments(Pod.class, "pods", "/registry/pods/", "/registry/pods/ns/x"),
        arguments(Node.class, "nodes", "/registry/minions/", "/registry/minions/x"),
        arguments(
            Service.class,
            "services",
            "/registry/services/specs/",
            "/registry/services/specs/ns/x"),
        arguments(
            Deployment.class,
            "deployments.apps",
            "/registry/deployments/",
            "/registry/deployments/ns/x"));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void knowsWhereObjectsAreStored(
      Class<? extends Message> type, String groupResource, String prefix, String path) {
    var resource = scheme.resourceOf(type);
    assertThat(resource.groupResource()).isEqualTo(groupResource);
    assertThat(resource.storagePrefix()).isEqualTo(prefix);
    assertThat(resource.storagePath("ns", "x")).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, deployments, autoscaling/v2, horizontalpodautoscalers",
    "autoscaling/v2, horizontalpodautoscalers, autoscaling/v1, horizontalpodautoscalers",
    "v1, services, apps/v1, daemonsets",
  })
  void listsResourcesInDiscoverysOrder(
      String firstVersion, String first, String secondVersion, String second) {
    assertThat(scheme.resources().indexOf(resource(firstVersion, first)))
        .isLessThan(scheme.resources().indexOf(resource(secondVersion, second)));
  }

  @Test
  void resourcesThatAreNotListedHaveTheGenericListKind() {
    var resource = scheme.resourceOf(TokenReview.class);
    assertThat(resource.supports("list")).isFalse();
    assertThat(resource.listKind().gvk()).isEqualTo(new GroupVersionKind("", "v1", "List"));
  }

  @Test
  void subresourcesSayTheirKind() {
    var scale = scheme.resourceOf(Deployment.class).subresource("scale").orElseThrow();
    assertThat(scale.getKind()).isEqualTo("Scale");
    assertThat(scale.getGroupVersion()).isEqualTo("autoscaling/v1");
  }

  private ResourceType resource(String apiVersion, String plural) {
    var gv = GroupVersion.parse(apiVersion);
    return scheme.resource(gv.group(), gv.version(), plural).orElseThrow();
  }
}
