package dev.coxswain.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.serviceaccount.AccountTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensInWorldTest {
  @Test
  void aTokenSecretIsFilledAndGoesWithItsAccount(@TempDir Path directory) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    var file = directory.resolve("sa.key");
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())));
    var world = new World(AccountTokens.read(file), "serviceaccount-token");
    var account = ServiceAccount.newBuilder();
    account.getMetadataBuilder().setNamespace(World.NS).setName("robot");
    world.client.create(account.build());
    world.client.create(tokenSecret("mine", "robot"));
    world.client.create(tokenSecret("nobodys", "ghost"));
    world.settle();

    assertThat(world.all(Secret.class))
        .extracting(s -> s.getMetadata().getName())
        .containsExactly("mine");
    var data = world.get(Secret.class, "mine").getDataMap();
    assertThat(data.get("namespace").toStringUtf8()).isEqualTo(World.NS);
    assertThat(data.get("ca.crt").toStringUtf8()).isEqualTo("PEM");
    var token = SignedJWT.parse(data.get("token").toStringUtf8());
    assertThat(token.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic()))).isTrue();
    assertThat(token.getJWTClaimsSet().getSubject())
        .isEqualTo("system:serviceaccount:default:robot");
    assertThat(token.getJWTClaimsSet().getClaim("kubernetes.io/serviceaccount/secret.name"))
        .isEqualTo("mine");

    world.client.delete(
        ServiceAccount.class, new ObjectKey(World.NS, "robot"), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(Secret.class)).isEmpty();
  }

  @Test
  void aBootstrapTokenVouchesForTheClusterUntilItExpires() throws Exception {
    var world = new World("bootstrapsigner", "tokencleaner");
    var info = ConfigMap.newBuilder().putData("kubeconfig", "content");
    info.getMetadataBuilder().setNamespace("kube-public").setName("cluster-info");
    world.client.create(info.build());
    world.client.create(bootstrapToken(world));
    world.settle();

    var signature = info(world).getDataOrThrow("jws-kubeconfig-abcdef");
    var parts = signature.split("\\.\\.");
    var encoder = Base64.getUrlEncoder().withoutPadding();
    assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
        .isEqualTo("{\"alg\":\"HS256\",\"kid\":\"abcdef\"}");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            "abcdef.0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var signed =
        parts[0] + "." + encoder.encodeToString("content".getBytes(StandardCharsets.UTF_8));
    assertThat(parts[1])
        .isEqualTo(encoder.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));

    world.pass(Duration.ofSeconds(70));
    assertThat(world.all(Secret.class)).isEmpty();
    assertThat(info(world).getDataMap()).containsOnlyKeys("kubeconfig");
  }

  @Test
  void whatIsNoUsableTokenSignsNothingAndGoesAllTheSameWhenItExpires() {
    var world = new World("bootstrapsigner", "tokencleaner");
    var info = ConfigMap.newBuilder().putData("kubeconfig", "content");
    info.getMetadataBuilder().setNamespace("kube-public").setName("cluster-info");
    world.client.create(info.build());
    var empty = bootstrapToken(world).toBuilder().removeData("token-secret");
    var misnamed = bootstrapToken(world).toBuilder();
    misnamed.getMetadataBuilder().setName("my-token");
    world.client.create(empty.build());
    world.client.create(misnamed.build());
    world.settle();
    assertThat(info(world).getDataMap()).containsOnlyKeys("kubeconfig");
    world.pass(Duration.ofSeconds(70));
    assertThat(world.all(Secret.class)).isEmpty();
  }

  private static ConfigMap info(World world) {
    return world.client.get(ConfigMap.class, new ObjectKey("kube-public", "cluster-info"));
  }

  private static Secret tokenSecret(String name, String account) {
    var secret = Secret.newBuilder().setType("kubernetes.io/service-account-token");
    secret
        .getMetadataBuilder()
        .setNamespace(World.NS)
        .setName(name)
        .putAnnotations("kubernetes.io/service-account.name", account);
    return secret.build();
  }

  private static Secret bootstrapToken(World world) {
    var secret =
        Secret.newBuilder()
            .setType("bootstrap.kubernetes.io/token")
            .putData("token-id", text("abcdef"))
            .putData("token-secret", text("0123456789abcdef"))
            .putData("usage-bootstrap-signing", text("true"))
            .putData("expiration", text(Times.rfc3339(world.now().plusSeconds(60))));
    secret.getMetadataBuilder().setNamespace("kube-system").setName("bootstrap-token-abcdef");
    return secret.build();
  }

  private static ByteString text(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
