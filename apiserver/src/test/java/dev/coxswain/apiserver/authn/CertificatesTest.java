package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apiserver.testing.TestAuthority;
import dev.coxswain.component.CertificateAuthorities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  private static final TestAuthority OURS = new TestAuthority("ours");
  private static final TestAuthority ALSO_OURS = new TestAuthority("also-ours");
  private static final TestAuthority THEIRS = new TestAuthority("theirs");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;

  @Test
  void theCommonNameIsTheUserAndOrganizationsAreGroups() {
    var certificates = new ClientCertificates(trusting(OURS, ALSO_OURS), clock);
    for (var authority : List.of(OURS, ALSO_OURS)) {
      var jane = authority.client("O=devs,O=ops,CN=jane", DAY);
      var user = known(certificates.authenticate(showing(jane))).user();
      assertThat(user.name()).isEqualTo("jane");
      assertThat(user.groups()).containsExactly("devs", "ops");
      assertThat(user.extra().get("authentication.kubernetes.io/credential-id").getFirst())
          .startsWith("X509SHA256=");
    }
  }

  @Test
  void othersAreRejected() {
    var certificates = new ClientCertificates(trusting(OURS), clock);
    assertRejected(certificates, THEIRS.client("CN=jane", DAY));
    assertRejected(certificates, OURS.client("CN=jane", Duration.ofDays(-1)));
    assertThat(certificates.authenticate(new Credentials(Map.of(), List.of(), "/", List.of())))
        .isEqualTo(new Authentication.Unknown());
  }

  @Test
  void anAuthorityThatIsReplacedIsTrustedNoMore() throws Exception {
    var certificates = new ClientCertificates(trusting(OURS), clock);
    var ours = OURS.client("CN=jane", DAY);
    known(certificates.authenticate(showing(ours)));
    TestAuthority.bundle(file(), THEIRS);
    Files.setLastModifiedTime(file(), FileTime.from(now.get().plusSeconds(5)));
    now.set(now.get().plusSeconds(11));
    assertRejected(certificates, ours);
    known(certificates.authenticate(showing(THEIRS.client("CN=jane", DAY))));
  }

  @Test
  void aProxyInFrontSaysOnWhoseBehalfItAsks() {
    var proxy = proxy("front");
    var user = known(proxy.authenticate(proxied(OURS.client("CN=front", DAY)))).user();
    assertThat(user)
        .isEqualTo(
            new UserInfo(
                "jane", "7", List.of("devs", "ops"), Map.of("example.com/scope", List.of("a"))));
  }

  @Test
  void onlyProxiesAreBelieved() {
    assertThat(proxy("front").authenticate(proxied(OURS.client("CN=jane", DAY))))
        .isEqualTo(
            new Authentication.Rejected("x509: subject with cn=jane is not in the allowed list"));
    assertThat(proxy("front").authenticate(proxied(THEIRS.client("CN=front", DAY))))
        .isInstanceOf(Authentication.Rejected.class);
    assertThat(proxy("front").authenticate(showing(OURS.client("CN=front", DAY))))
        .as("speaks for itself")
        .isEqualTo(new Authentication.Unknown());
  }

  private FrontProxy proxy(String name) {
    var headers =
        new FrontProxy.Headers(
            List.of("X-Remote-User"),
            List.of("X-Remote-Uid"),
            List.of("X-Remote-Group"),
            List.of("X-Remote-Extra-"));
    return new FrontProxy(trusting(OURS), List.of(name), headers, clock);
  }

  private static Credentials proxied(X509Certificate certificate) {
    var headers =
        Map.of(
            "x-remote-user", List.of("jane"),
            "x-remote-uid", List.of("7"),
            "x-remote-group", List.of("devs", "ops"),
            "x-remote-extra-example.com%2fscope", List.of("a"));
    return new Credentials(headers, List.of(certificate), "/", List.of());
  }

  private CertificateAuthorities trusting(TestAuthority... authorities) {
    TestAuthority.bundle(file(), authorities);
    return CertificateAuthorities.ofFile(file(), clock);
  }

  private Path file() {
    return directory.resolve("ca.crt");
  }

  private static void assertRejected(Authenticator authenticator, X509Certificate certificate) {
    assertThat(authenticator.authenticate(showing(certificate)))
        .isInstanceOfSatisfying(
            Authentication.Rejected.class,
            rejected -> assertThat(rejected.why()).startsWith("verifying certificate failed: "));
  }

  private static Authentication.Known known(Authentication found) {
    assertThat(found).isInstanceOf(Authentication.Known.class);
    return (Authentication.Known) found;
  }

  private static Credentials showing(X509Certificate certificate) {
    return new Credentials(Map.of(), List.of(certificate), "/", List.of());
  }
}
