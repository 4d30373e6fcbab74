package dev.coxswain.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControllerNamesTest {
  private static final List<String> KNOWN =
      List.of(
          "deployment",
          "podgc",
          "replicationcontroller",
          "bootstrapsigner",
          "persistentvolumeclaim-protection");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void upstreamsNamesAreUnderstood(String name, String ours) {
    assertThat(ControllerNames.resolve(List.of("*", name, "-" + name), KNOWN))
        .containsExactly("*", ours, "-" + ours);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments("deployment", "deployment"),
        arguments("deployment-controller", "deployment"),
        arguments("replicationcontroller", "replicationcontroller"),
        arguments("replicationcontroller-controller", "replicationcontroller"),
        arguments("pod-garbage-collector-controller", "podgc"),
        arguments(
            "persistentvolumeclaim-protection-controller", "persistentvolumeclaim-protection"),
        arguments("bootstrap-signer-controller", "bootstrapsigner"),
        arguments("pvc-protection", "persistentvolumeclaim-protection"));
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> ControllerNames.resolve(List.of("*", "-deploiment"), KNOWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"-deploiment\" is not in the list of known controllers");
    assertThatThrownBy(() -> new World("deploiment"))
        .hasMessage("\"deploiment\" is not in the list of known controllers");
  }
}
