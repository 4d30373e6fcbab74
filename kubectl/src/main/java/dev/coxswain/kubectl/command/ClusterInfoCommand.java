package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import picocli.CommandLine.Command;

/// `kubectl cluster-info`
@Command(
    name = "cluster-info",
    description = "Prints where the control plane and its services are.")
public final class ClusterInfoCommand extends KubectlAction {
  private static final String LABEL = "kubernetes.io/cluster-service=true";

  @Override
  int run(Session session) {
    String server = session.client().connection().server().toString();
    JsonNode services =
        session
            .client()
            .get(
                "/api/v1/namespaces/kube-system/services?labelSelector="
                    + ApiResource.encode(LABEL));
    session.println("Kubernetes control plane is running at " + server);
    for (JsonNode service : services.path("items")) {
      var metadata = service.path("metadata");
      session.println(
          "%s is running at %s/api/v1/namespaces/%s/services/%s/proxy"
              .formatted(
                  metadata
                      .path("labels")
                      .path("kubernetes.io/name")
                      .asText(metadata.path("name").asText()),
                  server,
                  metadata.path("namespace").asText(),
                  metadata.path("name").asText()));
    }
    session.println("");
    session.println(
        "To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
    return OK;
  }
}
