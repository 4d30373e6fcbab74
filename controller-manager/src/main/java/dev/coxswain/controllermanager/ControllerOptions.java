package dev.coxswain.controllermanager;

import dev.coxswain.controllermanager.autoscaling.MetricsApi;
import dev.coxswain.controllermanager.certificates.CertificateAuthority;
import dev.coxswain.controllermanager.node.NodeLifecycleController;
import dev.coxswain.controllermanager.node.PodCidrs;
import dev.coxswain.controllermanager.node.Zones;
import dev.coxswain.controllermanager.serviceaccount.AccountTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be chosen about the controllers.
///
/// @param selection as in `--controllers`: `*` for all, a name, or `-name`
/// @param workers how many keys each controller works on at a time, where that is not its default
/// @param podCidrs where nodes get their pods' addresses from; absent: somewhere else
/// @param rootCa PEM of the certificates that pods trust; absent: nothing is published
/// @param nodes how nodes are watched
/// @param finishedPods how many finished pods may stay
/// @param volumeCleanerImage what pods run that empty or delete volumes; has a shell
/// @param authority signs certificates; absent: nobody does
/// @param longestCertificate for how long those may be valid
/// @param metrics what autoscalers go by
/// @param accountTokens signs the tokens in secrets; absent: nobody does
/// @param idleTokens how long such a token may lie unused
public record ControllerOptions(
    List<String> selection,
    Map<String, Integer> workers,
    Optional<PodCidrs> podCidrs,
    Optional<String> rootCa,
    NodeLifecycleController.Timings nodes,
    int finishedPods,
    String volumeCleanerImage,
    Optional<CertificateAuthority> authority,
    Duration longestCertificate,
    MetricsApi metrics,
    Optional<AccountTokens> accountTokens,
    Duration idleTokens) {
  private static final int DEFAULT_WORKERS = 5;
  private static final ControllerOptions STANDARD =
      new ControllerOptions(
          List.of("*"),
          Map.of(),
          Optional.of(PodCidrs.parse("10.244.0.0/16", 24)),
          Optional.empty(),
          new NodeLifecycleController.Timings(
              Duration.ofSeconds(5),
              Duration.ofSeconds(50),
              Duration.ofSeconds(60),
              new Zones.Rates(0.1, 0.01, 0.55, 50)),
          12_500,
          "busybox",
          Optional.empty(),
          Duration.ofDays(365),
          MetricsApi.none(),
          Optional.empty(),
          Duration.ofDays(365));

  public ControllerOptions {
    selection = List.copyOf(selection);
    workers = Map.copyOf(workers);
  }

  /// All controllers as upstream runs them.
  public static ControllerOptions standard() {
    return STANDARD;
  }

  public ControllerOptions withRootCa(String pem) {
    return new ControllerOptions(
        selection,
        workers,
        podCidrs,
        Optional.of(pem),
        nodes,
        finishedPods,
        volumeCleanerImage,
        authority,
        longestCertificate,
        metrics,
        accountTokens,
        idleTokens);
  }

  public ControllerOptions withSelection(List<String> names) {
    return new ControllerOptions(
        names,
        workers,
        podCidrs,
        rootCa,
        nodes,
        finishedPods,
        volumeCleanerImage,
        authority,
        longestCertificate,
        metrics,
        accountTokens,
        idleTokens);
  }

  public ControllerOptions withMetrics(MetricsApi api) {
    return new ControllerOptions(
        selection,
        workers,
        podCidrs,
        rootCa,
        nodes,
        finishedPods,
        volumeCleanerImage,
        authority,
        longestCertificate,
        api,
        accountTokens,
        idleTokens);
  }

  public ControllerOptions withNodes(NodeLifecycleController.Timings timings) {
    return new ControllerOptions(
        selection,
        workers,
        podCidrs,
        rootCa,
        timings,
        finishedPods,
        volumeCleanerImage,
        authority,
        longestCertificate,
        metrics,
        accountTokens,
        idleTokens);
  }

  public ControllerOptions withAccountTokens(AccountTokens tokens) {
    return new ControllerOptions(
        selection,
        workers,
        podCidrs,
        rootCa,
        nodes,
        finishedPods,
        volumeCleanerImage,
        authority,
        longestCertificate,
        metrics,
        Optional.of(tokens),
        idleTokens);
  }

  boolean isEnabled(String controller) {
    if (selection.contains(controller)) {
      return true;
    }
    return selection.contains("*") && !selection.contains("-" + controller);
  }

  int workersOf(String controller) {
    return workers.getOrDefault(controller, DEFAULT_WORKERS);
  }
}
