package dev.coxswain.apiserver.authz.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodReferencesTest {
  private static final String ENVIRONMENT =
      """
      [{"name":"c",
        "envFrom":[{"secretRef":{"name":"s-all"}},{"configMapRef":{"name":"m-all"}}],
        "env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s-one","key":"k"}}},
               {"name":"B","valueFrom":{"configMapKeyRef":{"name":"m-one","key":"k"}}},
               {"name":"C","value":"plain"}]}]
      """;
  private static final List<String> SECRETS = List.of("s-all", "s-one");
  private static final List<String> CONFIG_MAPS = List.of("m-all", "m-one");
  private static final List<String> NONE = List.of();

  static Stream<Arguments> specs() {
    return Stream.of(
        arguments("{}", NONE, NONE, NONE),
        arguments("{\"containers\":" + ENVIRONMENT + "}", SECRETS, CONFIG_MAPS, NONE),
        arguments("{\"initContainers\":" + ENVIRONMENT + "}", SECRETS, CONFIG_MAPS, NONE),
        arguments("{\"ephemeralContainers\":" + ENVIRONMENT + "}", SECRETS, CONFIG_MAPS, NONE),
        arguments("{\"imagePullSecrets\":[{\"name\":\"p\"}]}", List.of("p"), NONE, NONE),
        arguments(volume("\"secret\":{\"secretName\":\"s\"}"), List.of("s"), NONE, NONE),
        arguments(volume("\"configMap\":{\"name\":\"m\"}"), NONE, List.of("m"), NONE),
        arguments(
            volume(
                "\"projected\":{\"sources\":[{\"secret\":{\"name\":\"s\"}},"
                    + "{\"configMap\":{\"name\":\"m\"}},{\"serviceAccountToken\":{\"path\":\"t\"}}]}"),
            List.of("s"),
            List.of("m"),
            NONE),
        arguments(
            volume("\"csi\":{\"driver\":\"d\",\"nodePublishSecretRef\":{\"name\":\"s\"}}"),
            List.of("s"),
            NONE,
            NONE),
        arguments(
            volume("\"persistentVolumeClaim\":{\"claimName\":\"c\"}"), NONE, NONE, List.of("c")),
        arguments(volume("\"ephemeral\":{}"), NONE, NONE, List.of("web-v")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specs")
  void aPodRefersTo(
      String spec, List<String> secrets, List<String> configMaps, List<String> claims) {
    var pod =
        Manifests.read(
            Pod.class,
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":%s}\
            """
                .formatted(spec));
    assertThat(PodReferences.secrets(pod)).containsExactlyElementsOf(secrets);
    assertThat(PodReferences.configMaps(pod)).containsExactlyElementsOf(configMaps);
    assertThat(PodReferences.claims(pod)).containsExactlyElementsOf(claims);
  }

  private static String volume(String source) {
    return "{\"volumes\":[{\"name\":\"v\"," + source + "}]}";
  }
}
