package dev.coxswain.apiserver.admission.certificates;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

final class CertificateStepsTest {
  private static final String SIGNER = "example.com/one";

  private final World world = new World();

  @Test
  void approvalIsForWhoMayApproveForTheSignerOrItsDomain() {
    var request = world.update(csr(SIGNER), csr(SIGNER)).onSubresource("approval");
    World.enter(new CertificateApproval(may("approve", SIGNER)), request);
    World.enter(new CertificateApproval(may("approve", "example.com/*")), request);
    assertThatThrownBy(() -> World.enter(new CertificateApproval(may("sign", SIGNER)), request))
        .hasMessage(
            "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: user not permitted"
                + " to approve requests with signerName \"example.com/one\"");
  }

  @Test
  void signingIsForWhoMaySign() {
    var signed = csr(SIGNER).toBuilder();
    signed.getStatusBuilder().setCertificate(ByteString.copyFromUtf8("pem"));
    var request = world.update(csr(SIGNER), signed.build()).onSubresource("status");
    World.enter(new CertificateSigning(may("sign", SIGNER)), request);
    var nobody = new CertificateSigning(_ -> Decision.deny(""));
    assertThatThrownBy(() -> World.enter(nobody, request))
        .hasMessageEndingWith(
            "user not permitted to sign requests with signerName \"example.com/one\"");
    World.enter(nobody, world.update(csr(SIGNER), csr(SIGNER)).onSubresource("status"));
  }

  @Test
  void nobodyBecomesMasterByAClientCertificate() throws Exception {
    var step = new CertificateSubjectRestriction();
    var client = "kubernetes.io/kube-apiserver-client";
    World.enter(step, world.create(asking(client, "CN=jane,O=devs")));
    World.enter(step, world.create(asking(SIGNER, "CN=jane,O=system:masters")));
    assertThatThrownBy(() ->
            World.enter(step, world.create(asking(client, "CN=jane,O=devs,O=system:masters"))))
        .hasMessageEndingWith(
            "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not"
                + " allowed");
  }

  private static Authorizer may(String verb, String signer) {
    return attributes ->
        attributes.verb().equals(verb)
                && attributes.resource().equals("signers")
                && attributes.name().equals(signer)
            ? Decision.allow("")
            : Decision.deny("");
  }

  private static CertificateSigningRequest csr(String signer) {
    return Manifests.read(
        CertificateSigningRequest.class,
        "metadata: {name: r}\nspec: {signerName: %s}".formatted(signer));
  }

  private static CertificateSigningRequest asking(String signer, String subject)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    var pem = new StringWriter();
    try (var writer = new JcaPEMWriter(pem)) {
      writer.writeObject(request);
    }
    var csr = csr(signer).toBuilder();
    csr.getSpecBuilder().setRequest(ByteString.copyFromUtf8(pem.toString()));
    return csr.build();
  }
}
