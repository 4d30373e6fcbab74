package dev.coxswain.controllermanager.serviceaccount;

import com.google.protobuf.ByteString;
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
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.Optional;

/// Fills secrets of type `kubernetes.io/service-account-token`, and deletes them with their
/// account.
public final class TokenSecretController {
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT = "kubernetes.io/service-account.name";
  private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";

  private final ApiClient client;
  private final AccountTokens tokens;
  private final Optional<ByteString> rootCa;
  private final Lister<Secret> secrets;
  private final Lister<ServiceAccount> accounts;
  private final WorkQueue<ObjectKey> queue;

  private TokenSecretController(
      ControllerContext context, AccountTokens tokens, Optional<String> rootCa) {
    this.client = context.client();
    this.tokens = tokens;
    this.rootCa = rootCa.map(ByteString::copyFromUtf8);
    this.secrets = context.lister(Secret.class);
    this.accounts = context.lister(ServiceAccount.class);
    this.queue = context.queue();
    context
        .informer(Secret.class)
        .addHandler(
            ResourceHandler.objects(secret -> {
              if (secret.getType().equals(TYPE)) {
                queue.add(Metadata.key(secret));
              }
            }));
    context.informer(ServiceAccount.class).addHandler(ResourceHandler.objects(this::wakeSecrets));
  }

  /// @param rootCa PEM that goes into the secrets with the tokens
  public static Controller create(
      ControllerContext context, AccountTokens tokens, Optional<String> rootCa, int workers) {
    var controller = new TokenSecretController(context, tokens, rootCa);
    return ControllerContext.controller(
        "serviceaccount-token", controller.queue, workers, controller::reconcile);
  }

  private void wakeSecrets(ServiceAccount account) {
    var name = account.getMetadata().getName();
    secrets.list(account.getMetadata().getNamespace(), Selector.everything()).stream()
        .filter(s -> s.getType().equals(TYPE) && accountName(s).equals(name))
        .forEach(s -> queue.add(Metadata.key(s)));
  }

  private void reconcile(ObjectKey key) {
    var secret = secrets.get(key).filter(s -> !s.getMetadata().hasDeletionTimestamp());
    if (secret.isEmpty()) {
      return;
    }
    var account = account(new ObjectKey(key.namespace(), accountName(secret.get())));
    if (account.filter(a -> isOf(secret.get(), a)).isEmpty()) {
      delete(secret.get());
      return;
    }
    var filled = filled(secret.get(), account.get());
    if (!filled.equals(secret.get())) {
      client.update(filled);
    }
  }

  private Optional<ServiceAccount> account(ObjectKey key) {
    var cached = accounts.get(key);
    if (cached.isPresent()) {
      return cached;
    }
    try {
      return Optional.of(client.get(ServiceAccount.class, key));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private static String accountName(Secret secret) {
    return secret.getMetadata().getAnnotationsOrDefault(ACCOUNT, "");
  }

  // An account of the same name that was made later has no claim to the secret.
  private static boolean isOf(Secret secret, ServiceAccount account) {
    var uid = secret.getMetadata().getAnnotationsOrDefault(ACCOUNT_UID, "");
    return uid.isEmpty() || uid.equals(account.getMetadata().getUid());
  }

  private Secret filled(Secret secret, ServiceAccount account) {
    var filled = secret.toBuilder();
    filled.getMetadataBuilder().putAnnotations(ACCOUNT_UID, account.getMetadata().getUid());
    filled.putData("namespace", ByteString.copyFromUtf8(account.getMetadata().getNamespace()));
    rootCa.ifPresent(pem -> filled.putData("ca.crt", pem));
    if (secret.getDataOrDefault("token", ByteString.EMPTY).isEmpty()) {
      filled.putData("token", ByteString.copyFromUtf8(tokens.sign(account, secret)));
    }
    return filled.build();
  }

  private void delete(Secret secret) {
    var uid = Preconditions.newBuilder().setUid(secret.getMetadata().getUid());
    try {
      client.delete(
          Secret.class,
          Metadata.key(secret),
          DeleteOptions.newBuilder().setPreconditions(uid).build());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }
}
