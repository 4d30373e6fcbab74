package dev.coxswain.controllermanager.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyTokensTest {
  private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "never used                    | 2025-01-01 | 2025-01-01 |            |            |       "
            + "   | BECOMES_INVALID",
        "not used for long             | 2025-01-01 | 2025-01-01 | 2026-05-30 |            |       "
            + "   | BECOMES_INVALID",
        "used lately                   | 2025-01-01 | 2025-01-01 | 2026-05-31 |            |       "
            + "   | STAYS",
        "used when, nobody can say     | 2025-01-01 | 2025-01-01 | yesterday  |            |       "
            + "   | STAYS",
        "invalid for a short while     | 2025-01-01 | 2025-01-01 |            | 2026-05-31 |       "
            + "   | STAYS",
        "invalid for long              | 2025-01-01 | 2025-01-01 |            | 2026-05-30 |       "
            + "   | GOES",
        "uses are not watched for long | 2026-06-15 | 2025-01-01 |            |            |       "
            + "   | STAYS",
        "new                           | 2025-01-01 | 2026-06-15 |            |            |       "
            + "   | STAYS",
        "a pod has it                  | 2025-01-01 | 2025-01-01 |            |            |"
            + " mounted  | STAYS",
        "somebody asked for it         | 2025-01-01 | 2025-01-01 |            |            |"
            + " unlisted | STAYS",
      })
  void fate(
      String name,
      LocalDate tracked,
      String created,
      String used,
      String invalid,
      String how,
      LegacyTokens.Fate expected) {
    var metadata =
        ObjectMeta.newBuilder()
            .setName("token")
            .setCreationTimestamp(Times.of(Instant.parse(created + "T00:00:00Z")));
    Optional.ofNullable(used)
        .ifPresent(date -> metadata.putLabels("kubernetes.io/legacy-token-last-used", date));
    Optional.ofNullable(invalid)
        .ifPresent(date -> metadata.putLabels("kubernetes.io/legacy-token-invalid-since", date));
    var account = ServiceAccount.newBuilder();
    if (!"unlisted".equals(how)) {
      account.addSecrets(ObjectReference.newBuilder().setName("token"));
    }
    var mounted = "mounted".equals(how) ? Set.of("token") : Set.<String>of();
    var tokens = new LegacyTokens(tracked, Duration.ofDays(30), NOW);
    var secret = Secret.newBuilder().setMetadata(metadata).build();
    assertThat(tokens.fate(secret, Optional.of(account.build()), mounted)).isEqualTo(expected);
    assertThat(tokens.fate(secret, Optional.empty(), mounted)).isEqualTo(LegacyTokens.Fate.STAYS);
  }

  @Test
  void aPodUsesSecretsInManyWays() {
    var pod = Pod.newBuilder();
    var spec = pod.getSpecBuilder();
    spec.addImagePullSecrets(LocalObjectReference.newBuilder().setName("pull"));
    spec.addVolumesBuilder().getVolumeSourceBuilder().getSecretBuilder().setSecretName("volume");
    spec.addVolumesBuilder()
        .getVolumeSourceBuilder()
        .getProjectedBuilder()
        .addSourcesBuilder()
        .getSecretBuilder()
        .getLocalObjectReferenceBuilder()
        .setName("projected");
    var container = spec.addContainersBuilder().setName("c");
    container
        .addEnvBuilder()
        .getValueFromBuilder()
        .getSecretKeyRefBuilder()
        .getLocalObjectReferenceBuilder()
        .setName("variable");
    container
        .addEnvFromBuilder()
        .getSecretRefBuilder()
        .getLocalObjectReferenceBuilder()
        .setName("variables");
    assertThat(PodSecrets.of(pod.build()))
        .containsExactlyInAnyOrder("pull", "volume", "projected", "variable", "variables");
  }
}
