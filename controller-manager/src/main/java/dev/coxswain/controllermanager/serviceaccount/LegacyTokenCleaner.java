package dev.coxswain.controllermanager.serviceaccount;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks once a day for tokens in secrets that nobody needs.
public final class LegacyTokenCleaner {
  private static final Duration PERIOD = Duration.ofDays(1);
  private static final ObjectKey ALL = ObjectKey.clusterScoped("all");
  private static final ObjectKey TRACKING =
      new ObjectKey("kube-system", "kube-apiserver-legacy-service-account-token-tracking");
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT = "kubernetes.io/service-account.name";
  private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";

  private final ApiClient client;
  private final Lister<Secret> secrets;
  private final Lister<ServiceAccount> accounts;
  private final Lister<Pod> pods;
  private final Duration idle;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private LegacyTokenCleaner(ControllerContext context, Duration idle) {
    this.client = context.client();
    this.clock = context.clock();
    this.secrets = context.lister(Secret.class);
    this.accounts = context.lister(ServiceAccount.class);
    this.pods = context.lister(Pod.class);
    this.idle = idle;
    this.queue = context.queue();
    queue.add(ALL);
  }

  /// @param idle how long a token may lie unused
  public static Controller create(ControllerContext context, Duration idle) {
    var cleaner = new LegacyTokenCleaner(context, idle);
    return ControllerContext.controller(
        "legacy-service-account-token-cleaner", cleaner.queue, 1, cleaner::reconcile);
  }

  private void reconcile(ObjectKey all) {
    queue.addAfter(all, PERIOD);
    trackedSince().ifPresent(this::clean);
  }

  // Where nobody writes down uses, nothing is known to be unused.
  private Optional<LocalDate> trackedSince() {
    try {
      var since = client.get(ConfigMap.class, TRACKING).getDataOrDefault("since", "");
      return LegacyTokens.date(since);
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private void clean(LocalDate trackedSince) {
    var tokens = new LegacyTokens(trackedSince, idle, clock.instant());
    for (var secret : secrets.list()) {
      if (secret.getType().equals(TYPE)) {
        clean(tokens, secret);
      }
    }
  }

  private void clean(LegacyTokens tokens, Secret secret) {
    var mounted =
        pods.list(secret.getMetadata().getNamespace(), Selector.everything()).stream()
            .flatMap(pod -> PodSecrets.of(pod).stream())
            .collect(Collectors.toSet());
    try {
      switch (tokens.fate(secret, account(secret), mounted)) {
        case STAYS -> {}
        case BECOMES_INVALID -> invalidate(secret);
        case GOES -> delete(secret);
      }
    } catch (ApiException.NotFound | ApiException.Conflict e) {
      // Changed or gone meanwhile; the next look decides anew.
    }
  }

  private Optional<ServiceAccount> account(Secret secret) {
    var metadata = secret.getMetadata();
    var uid = metadata.getAnnotationsOrDefault(ACCOUNT_UID, "");
    return accounts
        .get(new ObjectKey(metadata.getNamespace(), metadata.getAnnotationsOrDefault(ACCOUNT, "")))
        .filter(a -> uid.isEmpty() || uid.equals(a.getMetadata().getUid()));
  }

  private void invalidate(Secret secret) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    var patch =
        MergePatch.metadata()
            .put("uid", secret.getMetadata().getUid())
            .putTexts("labels", Map.of(LegacyTokens.INVALID_SINCE, today))
            .bytes();
    client.patch(Secret.class, Metadata.key(secret), PatchType.MERGE, patch, "");
  }

  private void delete(Secret secret) {
    var version =
        Preconditions.newBuilder().setResourceVersion(secret.getMetadata().getResourceVersion());
    client.delete(
        Secret.class,
        Metadata.key(secret),
        DeleteOptions.newBuilder().setPreconditions(version).build());
  }
}
