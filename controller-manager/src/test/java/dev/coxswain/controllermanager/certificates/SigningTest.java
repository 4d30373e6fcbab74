package dev.coxswain.controllermanager.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.component.Pem;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SigningTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String NODE = "O=system:nodes,CN=system:node:n1";
  private static final GeneralName IP = new GeneralName(GeneralName.iPAddress, "10.0.0.1");
  private static final GeneralName MAIL = new GeneralName(GeneralName.rfc822Name, "a@b.c");
  private static final List<String> CLIENT = List.of("digital signature", "client auth");
  private static final List<String> SERVER =
      List.of("digital signature", "key encipherment", "server auth");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void signersKnowWhatTheySign(
      String name,
      String signer,
      String subject,
      List<GeneralName> names,
      List<String> usages,
      Optional<String> refusal) {
    var request = CertificateRequest.of(request(signer, subject, names, usages));
    assertThat(Signer.named("kubernetes.io/" + signer).orElseThrow().refusal(request, usages))
        .isEqualTo(refusal);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments("a person", "kube-apiserver-client", "CN=jane", List.of(), CLIENT, ok()),
        arguments(
            "a person's server",
            "kube-apiserver-client",
            "CN=jane",
            List.of(),
            SERVER,
            Optional.of("invalid usage for client certificate: server auth")),
        arguments(
            "no client after all",
            "kube-apiserver-client",
            "CN=jane",
            List.of(),
            List.of("digital signature"),
            Optional.of("missing required usage for client certificate: client auth")),
        arguments("a kubelet", "kube-apiserver-client-kubelet", NODE, List.of(), CLIENT, ok()),
        arguments(
            "of another organization",
            "kube-apiserver-client-kubelet",
            "O=system:masters,CN=system:node:n1",
            List.of(),
            CLIENT,
            Optional.of("subject organization is not system:nodes")),
        arguments(
            "a kubelet's client has no addresses",
            "kube-apiserver-client-kubelet",
            NODE,
            List.of(IP),
            CLIENT,
            Optional.of("IP subjectAltNames are not allowed")),
        arguments("a kubelet's server", "kubelet-serving", NODE, List.of(IP), SERVER, ok()),
        arguments(
            "which must have an address",
            "kubelet-serving",
            NODE,
            List.of(),
            SERVER,
            Optional.of("DNS or IP subjectAltName is required")),
        arguments(
            "and no mailbox",
            "kubelet-serving",
            NODE,
            List.of(IP, MAIL),
            SERVER,
            Optional.of("Email subjectAltNames are not allowed")),
        arguments(
            "nor be a client",
            "kubelet-serving",
            NODE,
            List.of(IP),
            CLIENT,
            Optional.of("usages did not match [digital signature key encipherment server auth]")));
  }

  @Test
  void theCertificateSaysWhatWasAskedAndNoMore() throws Exception {
    var pair = keys();
    var issuer = authority(pair, Duration.ofDays(10));
    var authority = new CertificateAuthority(issuer, pair.getPrivate(), random());
    var request = CertificateRequest.of(request("kubelet-serving", NODE, List.of(IP), SERVER));

    var pem = authority.sign(request, SERVER, Duration.ofDays(30), NOW);

    var signed = Pem.certificates(pem).getFirst();
    signed.verify(pair.getPublic());
    assertThat(signed.getIssuerX500Principal()).isEqualTo(issuer.getSubjectX500Principal());
    assertThat(signed.getNotAfter()).isEqualTo(issuer.getNotAfter());
    assertThat(signed.getNotBefore()).isEqualTo(Date.from(NOW.minus(Duration.ofMinutes(5))));
    assertThat(signed.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(signed.getBasicConstraints()).isEqualTo(-1);
    assertThat(signed.getSubjectAlternativeNames().iterator().next().get(1)).isEqualTo("10.0.0.1");
  }

  @Test
  void onlyAKubeletInItsOwnNameRenews() {
    var own = request("kube-apiserver-client-kubelet", NODE, List.of(), CLIENT).toBuilder();
    own.getSpecBuilder().setUsername("system:node:n1");
    var joining = own.clone();
    joining.getSpecBuilder().setUsername("system:bootstrap:abc");
    assertThat(ApprovingController.recognize(own.build()))
        .extracting(ApprovingController.Recognized::subresource)
        .containsExactly("selfnodeclient", "nodeclient");
    assertThat(ApprovingController.recognize(joining.build()))
        .extracting(ApprovingController.Recognized::subresource)
        .containsExactly("nodeclient");
    assertThat(
            ApprovingController.recognize(
                request("kube-apiserver-client", "CN=jane", List.of(), CLIENT)))
        .isEmpty();
  }

  /// The server allows nothing here.
  @Test
  void whoMayNotIsAskedForAgainAfterLongerAndLongerPauses() {
    var now = new AtomicReference<>(NOW);
    var client = new FakeApiClient(now::get);
    var informers = new InformerFactory(client);
    var controller =
        ApprovingController.create(new ControllerContext(client, informers, now::get), 1);
    client.create(
        Metadata.edit(
            request("kube-apiserver-client-kubelet", NODE, List.of(), CLIENT),
            m -> m.setName("csr")));
    var asked = new ArrayList<Long>();
    for (long second = 0; second < 20; second++) {
      now.set(NOW.plusSeconds(second));
      informers.stepAll();
      if (controller.loop().runOne()) {
        asked.add(second);
      }
    }
    assertThat(asked).containsExactly(0L, 1L, 2L, 4L, 8L, 16L);
  }

  @Test
  void requestsAreKeptAnHourAfterTheDecisionAndADayWithoutOne() {
    var request = request("kube-apiserver-client", "CN=jane", List.of(), CLIENT);
    assertThat(SigningRequests.expiry(request)).isEqualTo(NOW.plus(Duration.ofDays(1)));
    var later = NOW.plus(Duration.ofHours(3));
    var denied = SigningRequests.with(request, SigningRequests.DENIED, "No", "", later);
    assertThat(SigningRequests.expiry(denied)).isEqualTo(later.plus(Duration.ofHours(1)));
  }

  private static Optional<String> ok() {
    return Optional.empty();
  }

  private static RandomGenerator random() {
    return RandomGenerator.of("L64X128MixRandom");
  }

  private static KeyPair keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate authority(KeyPair pair, Duration lifetime) throws Exception {
    var name = new X500Name("CN=cluster");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(NOW),
            Date.from(NOW.plus(lifetime)),
            name,
            pair.getPublic());
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static CertificateSigningRequest request(
      String signer, String subject, List<GeneralName> names, List<String> usages) {
    var request = CertificateSigningRequest.newBuilder();
    request.getMetadataBuilder().setName("csr").setCreationTimestamp(Times.of(NOW));
    request
        .getSpecBuilder()
        .setSignerName("kubernetes.io/" + signer)
        .addAllUsages(usages)
        .setRequest(ByteString.copyFromUtf8(pkcs10(subject, names)));
    return request.build();
  }

  private static String pkcs10(String subject, List<GeneralName> names) {
    try {
      var pair = keys();
      var builder =
          new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic());
      if (!names.isEmpty()) {
        var extensions = new ExtensionsGenerator();
        extensions.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      return "-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE REQUEST-----\n"
          .formatted(Base64.getEncoder().encodeToString(builder.build(signer).getEncoded()));
    } catch (Exception e) {
      throw new AssertionError("cannot make a request for " + subject, e);
    }
  }
}
