package dev.coxswain.controllermanager.certificates;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;

/// The signers that this program signs for, and what each of them signs. Pure.
enum Signer {
  API_SERVER_CLIENT("kubernetes.io/kube-apiserver-client") {
    @Override
    Optional<String> refusal(CertificateRequest request, List<String> usages) {
      for (var usage : usages) {
        if (!CLIENT_USAGES.contains(usage)) {
          return Optional.of("invalid usage for client certificate: " + usage);
        }
      }
      return usages.contains(CLIENT_AUTH)
          ? Optional.empty()
          : Optional.of("missing required usage for client certificate: " + CLIENT_AUTH);
    }
  },
  KUBELET_CLIENT("kubernetes.io/kube-apiserver-client-kubelet") {
    @Override
    Optional<String> refusal(CertificateRequest request, List<String> usages) {
      return ofNode(request)
          .or(() -> none(request, GeneralName.dNSName, "DNS"))
          .or(() -> none(request, GeneralName.rfc822Name, "Email"))
          .or(() -> none(request, GeneralName.iPAddress, "IP"))
          .or(() -> none(request, GeneralName.uniformResourceIdentifier, "URI"))
          .or(() -> usages(usages, CLIENT_AUTH));
    }
  },
  KUBELET_SERVING("kubernetes.io/kubelet-serving") {
    @Override
    Optional<String> refusal(CertificateRequest request, List<String> usages) {
      return ofNode(request)
          .or(() -> none(request, GeneralName.rfc822Name, "Email"))
          .or(() -> none(request, GeneralName.uniformResourceIdentifier, "URI"))
          .or(() ->
              request.hasNames(GeneralName.dNSName) || request.hasNames(GeneralName.iPAddress)
                  ? Optional.empty()
                  : Optional.of("DNS or IP subjectAltName is required"))
          .or(() -> usages(usages, SERVER_AUTH));
    }
  };

  private static final String CLIENT_AUTH = "client auth";
  private static final String SERVER_AUTH = "server auth";
  private static final String KEY_ENCIPHERMENT = "key encipherment";
  private static final Set<String> CLIENT_USAGES =
      Set.of("digital signature", KEY_ENCIPHERMENT, CLIENT_AUTH);

  private final String signerName;

  Signer(String signerName) {
    this.signerName = signerName;
  }

  static Optional<Signer> named(String name) {
    return List.of(values()).stream().filter(s -> s.signerName.equals(name)).findFirst();
  }

  /// Why the signer does not sign this; nothing if it does.
  abstract Optional<String> refusal(CertificateRequest request, List<String> usages);

  private static Optional<String> ofNode(CertificateRequest request) {
    if (!request.organizations().equals(List.of("system:nodes"))) {
      return Optional.of("subject organization is not system:nodes");
    }
    return request.commonName().startsWith("system:node:")
        ? Optional.empty()
        : Optional.of("subject common name does not begin with system:node:");
  }

  private static Optional<String> none(CertificateRequest request, int tag, String what) {
    return request.hasNames(tag)
        ? Optional.of(what + " subjectAltNames are not allowed")
        : Optional.empty();
  }

  // Keys that can't encipher, such as those on elliptic curves, leave that usage out.
  private static Optional<String> usages(List<String> usages, String purpose) {
    var required = new TreeSet<>(Set.of("digital signature", purpose));
    var given = new TreeSet<>(usages);
    boolean plain = given.equals(required);
    required.add(KEY_ENCIPHERMENT);
    return plain || given.equals(required)
        ? Optional.empty()
        : Optional.of("usages did not match [" + String.join(" ", required) + "]");
  }
}
