package dev.coxswain.apiserver.admission.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.apiserver.admission.podsecurity.PodSecurityConfiguration;
import dev.coxswain.apiserver.admission.quota.QuotaConfiguration;
import dev.coxswain.apiserver.admission.traffic.EventLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdmissionConfigurationTest {
  @TempDir Path directory;

  @Test
  void pluginsAreConfiguredInPlaceOrInAFileOfTheirOwn() throws IOException {
    Files.writeString(
        directory.resolve("events.yaml"),
        """
        apiVersion: eventratelimit.admission.k8s.io/v1alpha1
        kind: Configuration
        limits: [{type: Namespace, qps: 50, burst: 100, cacheSize: 2000}]
        """);
    var configuration =
        read(
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: PodSecurity
              configuration:
                apiVersion: pod-security.admission.config.k8s.io/v1
                kind: PodSecurityConfiguration
                defaults: {enforce: baseline, enforce-version: v1.30}
                exemptions: {namespaces: [kube-system]}
            - name: ResourceQuota
              configuration:
                apiVersion: apiserver.config.k8s.io/v1
                kind: ResourceQuotaConfiguration
                limitedResources:
                - resource: pods
                  matchScopes: [{scopeName: PriorityClass, operator: In, values: [high]}]
            - name: EventRateLimit
              path: events.yaml
            """);
    var security =
        configuration
            .of("PodSecurity", "PodSecurityConfiguration", PodSecurityConfiguration.class)
            .orElseThrow();
    assertThat(security.defaults().enforceVersion()).isEqualTo("v1.30");
    assertThat(security.exemptions().namespaces()).containsExactly("kube-system");
    var quota =
        configuration
            .of("ResourceQuota", "ResourceQuotaConfiguration", QuotaConfiguration.class)
            .orElseThrow();
    assertThat(quota.limitedResources().getFirst().matchScopes().getFirst().values())
        .containsExactly("high");
    var events =
        configuration.of("EventRateLimit", "Configuration", EventLimits.class).orElseThrow();
    assertThat(events.limits().getFirst().burst()).isEqualTo(100);
    assertThat(configuration.node("Other")).isEmpty();
  }

  @Test
  void mistakesAreNotPassedOver() throws IOException {
    assertThatThrownBy(() -> read("kind: Other")).hasMessageContaining("AdmissionConfiguration");
    var typo =
        read(
            """
            kind: AdmissionConfiguration
            plugins:
            - name: PodSecurity
              configuration: {kind: PodSecurityConfiguration, default: {}}
            """);
    assertThatThrownBy(() ->
            typo.of("PodSecurity", "PodSecurityConfiguration", PodSecurityConfiguration.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default");
  }

  private AdmissionConfiguration read(String yaml) throws IOException {
    var file = directory.resolve("admission.yaml");
    Files.writeString(file, yaml);
    return AdmissionConfiguration.read(file);
  }
}
