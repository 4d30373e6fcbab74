package dev.coxswain.apiserver.bootstrap;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.coordination.v1.LeaseSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;

/// The lease in `kube-system` that shows that this API server is alive.
final class IdentityLease {
  private static final String NAMESPACE = "kube-system";
  private static final int SECONDS = 3600;
  private static final int HASH_BYTES = 16;

  private final OwnClient client;
  private final ServerIdentity identity;
  private final String name;

  IdentityLease(OwnClient client, ServerIdentity identity) {
    this.client = client;
    this.identity = identity;
    this.name = "apiserver-" + hash(identity.hostname());
  }

  void renew(Instant now) {
    var lease =
        client
            .get(Lease.class, NAMESPACE, name)
            .map(before -> before.toBuilder().setSpec(spec(now)).build());
    if (lease.isPresent()) {
      client.update(lease.get());
    } else {
      client.createIfAbsent(Lease.newBuilder().setMetadata(metadata()).setSpec(spec(now)).build());
    }
  }

  private ObjectMeta metadata() {
    var address = identity.advertise().getHostAddress() + ":" + identity.securePort();
    return ObjectMeta.newBuilder()
        .setNamespace(NAMESPACE)
        .setName(name)
        .putLabels("apiserver.kubernetes.io/identity", "kube-apiserver")
        .putLabels("kubernetes.io/hostname", identity.hostname())
        .putAnnotations("kubernetes.io/peer-advertise-address", address)
        .build();
  }

  private LeaseSpec spec(Instant now) {
    return LeaseSpec.newBuilder()
        .setHolderIdentity(name + "_" + identity.instance())
        .setLeaseDurationSeconds(SECONDS)
        .setRenewTime(Times.micro(now))
        .build();
  }

  private static String hash(String hostname) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(hostname.getBytes(StandardCharsets.UTF_8));
      return Base32.toBase32String(digest, 0, HASH_BYTES).replace("=", "").toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
