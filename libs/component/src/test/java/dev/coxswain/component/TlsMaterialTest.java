package dev.coxswain.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path directory;

  @Test
  void aChangedCertificateIsOfferedWithoutARestart() throws Exception {
    var clock = new AtomicReference<>(START);
    InstantSource source = clock::get;
    write("one", START);
    var keys = new ReloadingKeyManager(certificate(), key(), source);
    assertThat(subject(keys)).isEqualTo("CN=one");
    write("two", START.plusSeconds(60));
    assertThat(subject(keys)).as("not looked at again yet").isEqualTo("CN=one");
    clock.set(START.plus(Duration.ofSeconds(11)));
    assertThat(subject(keys)).isEqualTo("CN=two");
  }

  @Test
  void aBrokenFileLeavesTheOldCertificateInPlace() throws Exception {
    var clock = new AtomicReference<>(START);
    InstantSource source = clock::get;
    write("one", START);
    var keys = new ReloadingKeyManager(certificate(), key(), source);
    Files.writeString(certificate(), "half");
    Files.setLastModifiedTime(certificate(), FileTime.from(START.plusSeconds(60)));
    clock.set(START.plus(Duration.ofSeconds(11)));
    assertThat(subject(keys)).isEqualTo("CN=one");
  }

  @Test
  void saysWhichFileIsUnusable() {
    assertThatThrownBy(() -> TlsMaterial.ofFiles(certificate(), key(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("server.crt");
  }

  @Test
  void aClientThatCallsTheServerByAnotherNameGetsTheCertificateOfThatName() {
    var keys =
        new ReloadingKeyManager(
            () -> SelfSigned.create("standard", START),
            List.of(named("one", "one.example.com"), named("two", "*.example.com", "example.org")));
    assertThat(subjectFor("ONE.example.com", keys)).isEqualTo("CN=one");
    assertThat(subjectFor("three.example.com", keys)).isEqualTo("CN=two");
    assertThat(subjectFor("example.org", keys)).isEqualTo("CN=two");
    assertThat(subjectFor("a.b.example.com", keys))
        .as("a star is one label")
        .isEqualTo("CN=standard");
  }

  private static ReloadingKeyManager.Named named(String subject, String... names) {
    return new ReloadingKeyManager.Named(List.of(names), () -> SelfSigned.create(subject, START));
  }

  private static String subjectFor(String host, ReloadingKeyManager keys) {
    return keys.getCertificateChain(keys.aliasFor(host))[0].getSubjectX500Principal().getName();
  }

  @Test
  void aChangedAuthorityIsTrustedWithoutARestart() throws Exception {
    var clock = new AtomicReference<>(START);
    InstantSource source = clock::get;
    write("one", START);
    var trust = CertificateAuthorities.ofFile(certificate(), source);
    assertThat(issuers(trust)).containsExactly("CN=one");
    write("two", START.plusSeconds(60));
    clock.set(START.plus(Duration.ofSeconds(11)));
    assertThat(issuers(trust)).containsExactly("CN=two");
  }

  private static List<String> issuers(CertificateAuthorities trust) {
    return Stream.of(trust.getAcceptedIssuers())
        .map(issuer -> issuer.getSubjectX500Principal().getName())
        .toList();
  }

  @Test
  void versionsAndCiphersAreThoseOfTheFlags() {
    assertThat(TlsPolicy.of("VersionTLS13", List.of()).protocols()).containsExactly("TLSv1.3");
    assertThat(TlsPolicy.of("", List.of("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305")).cipherSuites())
        .contains("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");
    assertThatThrownBy(() -> TlsPolicy.of("VersionTLS14", List.of()))
        .hasMessageContaining("got VersionTLS14");
    assertThatThrownBy(() -> TlsPolicy.of("", List.of("TLS_NONSENSE")))
        .hasMessageContaining("TLS_NONSENSE, which is not supported");
  }

  private void write(String name, Instant modified) throws Exception {
    var pair = SelfSigned.create(name, START);
    write(certificate(), pair.chain().getFirst(), modified);
    write(key(), new JcaPKCS8Generator(pair.key(), null), modified);
  }

  private static void write(Path file, Object content, Instant modified) throws Exception {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
    Files.writeString(file, text.toString());
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private static String subject(ReloadingKeyManager keys) {
    return keys.getCertificateChain("key")[0].getSubjectX500Principal().getName();
  }

  private Path certificate() {
    return directory.resolve("server.crt");
  }

  private Path key() {
    return directory.resolve("server.key");
  }
}
