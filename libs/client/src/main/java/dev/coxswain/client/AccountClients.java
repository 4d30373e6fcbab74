package dev.coxswain.client;

import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.authentication.v1.TokenRequestSpec;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Clients that act as service accounts, over one connection of their own. Accounts that are
/// missing are created; tokens are asked for when needed, and anew before they run out.
public final class AccountClients implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(1);

  private final ApiClient own;
  private final String namespace;
  private final String fieldManager;
  private final Duration timeout;
  private final InstantSource clock;
  private final ManagedChannel channel;
  private final Map<String, ApiClient> clients = new ConcurrentHashMap<>();

  /// @param own creates accounts and asks for their tokens
  /// @param config where the server is; its caller plays no part
  /// @param target `host:port` of the gRPC port
  /// @param namespace of the accounts
  /// @param fieldManager in whose name fields are written, whatever the account
  /// @param timeout how long one call may take
  public AccountClients(
      ApiClient own,
      RestConfig config,
      String target,
      String namespace,
      String fieldManager,
      Duration timeout,
      InstantSource clock) {
    this.own = own;
    this.namespace = namespace;
    this.fieldManager = fieldManager;
    this.timeout = timeout;
    this.clock = clock;
    this.channel = GrpcChannels.open(config.anonymous(), target, fieldManager);
  }

  /// The client of an account; nothing is asked of the server yet.
  public ApiClient of(String account) {
    return clients.computeIfAbsent(
        account,
        name -> {
          var token = new LeasedToken(() -> request(name), clock);
          return new GrpcApiClient(new TokenChannel(channel, token), fieldManager, timeout);
        });
  }

  private TokenRequest request(String account) {
    var key = new ObjectKey(namespace, account);
    var wanted =
        TokenRequest.newBuilder()
            .setSpec(TokenRequestSpec.newBuilder().setExpirationSeconds(LIFE.toSeconds()))
            .build();
    try {
      return token(key, wanted);
    } catch (ApiException.NotFound e) {
      create(key);
      return token(key, wanted);
    }
  }

  private TokenRequest token(ObjectKey account, TokenRequest wanted) {
    return (TokenRequest) own.createSubresource(ServiceAccount.class, account, "token", wanted);
  }

  private void create(ObjectKey account) {
    var metadata =
        ObjectMeta.newBuilder().setNamespace(account.namespace()).setName(account.name());
    try {
      own.create(ServiceAccount.newBuilder().setMetadata(metadata).build());
    } catch (ApiException.AlreadyExists e) {
      // Somebody else was faster.
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
