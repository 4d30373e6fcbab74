package dev.coxswain.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainersTest {
  @Test
  void theOnlyContainerNeedsNoName() {
    assertThat(Containers.choose(pod(List.of("a"), List.of("setup")), "")).isEqualTo("a");
  }

  @Test
  void initContainersMayBeAskedFor() {
    assertThat(Containers.choose(pod(List.of("a"), List.of("setup")), "setup")).isEqualTo("setup");
  }

  @Test
  void severalContainersNeedAName() {
    assertThatThrownBy(() -> Containers.choose(pod(List.of("a", "b"), List.of("setup")), ""))
        .hasMessage("a container name must be specified for pod x, choose one of: [setup a b]");
  }

  @Test
  void theNameMustBeOneOfThePods() {
    assertThatThrownBy(() -> Containers.choose(pod(List.of("a"), List.of()), "y"))
        .hasMessage("container y is not valid for pod x");
  }

  private static Pod pod(List<String> containers, List<String> init) {
    var spec = PodSpec.newBuilder();
    containers.forEach(name -> spec.addContainers(Container.newBuilder().setName(name)));
    init.forEach(name -> spec.addInitContainers(Container.newBuilder().setName(name)));
    var pod = Pod.newBuilder().setSpec(spec);
    pod.getMetadataBuilder().setName("x");
    return pod.build();
  }
}
