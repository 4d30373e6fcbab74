package dev.coxswain.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.InstantSource;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every account is one that a role of upstream's is bound to.
class ControllerAccountsTest {
  @Test
  void eachControllerActsAsAnAccountThatHasRights() {
    var asked = new TreeSet<String>();
    var client = new FakeApiClient(InstantSource.system());
    var context =
        new ControllerContext(client, new InformerFactory(client), InstantSource.system())
            .withClients(name -> {
              ControllerAccounts.of(name).ifPresent(asked::add);
              return client;
            });
    ControllerSet.create(context, ControllerOptions.standard().withRootCa("PEM"));
    assertThat(asked)
        .containsExactly(
            "bootstrap-signer",
            "certificate-controller",
            "clusterrole-aggregation-controller",
            "cronjob-controller",
            "daemon-set-controller",
            "deployment-controller",
            "disruption-controller",
            "endpoint-controller",
            "endpointslice-controller",
            "endpointslicemirroring-controller",
            "ephemeral-volume-controller",
            "expand-controller",
            "generic-garbage-collector",
            "horizontal-pod-autoscaler",
            "job-controller",
            "legacy-service-account-token-cleaner",
            "namespace-controller",
            "node-controller",
            "persistent-volume-binder",
            "pod-garbage-collector",
            "pv-protection-controller",
            "pvc-protection-controller",
            "replicaset-controller",
            "replication-controller",
            "resourcequota-controller",
            "root-ca-cert-publisher",
            "service-account-controller",
            "service-cidrs-controller",
            "statefulset-controller",
            "token-cleaner",
            "ttl-after-finished-controller",
            "ttl-controller",
            "volumeattributesclass-protection-controller");
    assertThat(ControllerAccounts.of("serviceaccount-token")).isEmpty();
  }
}
