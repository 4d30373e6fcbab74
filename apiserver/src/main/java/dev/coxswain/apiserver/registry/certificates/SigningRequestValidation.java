package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.CertificateSigningRequestCondition;
import dev.coxswain.api.certificates.v1.CertificateSigningRequestSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.GoText;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/// The rules for what a signing request asks for, and for what is said of it.
final class SigningRequestValidation {
  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");
  private static final List<String> FINAL = List.of("Approved", "Denied", "Failed");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");
  private static final FieldPath CONDITIONS = Problems.STATUS.child("conditions");
  private static final FieldPath CERTIFICATE = Problems.STATUS.child("certificate");
  private static final String LEGACY = "kubernetes.io/legacy-unknown";
  private static final int MIN_SECONDS = 600;
  private static final int MAX_DOMAIN = 253;
  private static final int MAX_SIGNER = 571;

  private SigningRequestValidation() {}

  static void check(CertificateSigningRequest request, Problems problems) {
    checkSpec(request.getSpec(), problems);
    checkConditions(request, CertificateSigningRequest.getDefaultInstance(), problems);
    checkCertificate(request, CertificateSigningRequest.getDefaultInstance(), problems);
  }

  /// What may never happen to a request, whoever writes.
  static void checkUpdate(
      CertificateSigningRequest updated, CertificateSigningRequest existing, Problems problems) {
    checkSpec(updated.getSpec(), problems);
    checkConditions(updated, existing, problems);
    checkCertificate(updated, existing, problems);
    for (var type : FINAL) {
      if (of(type, updated).size() < of(type, existing).size()) {
        problems.forbidden(
            CONDITIONS, "updates may not remove a condition of type \"%s\"".formatted(type));
      }
    }
  }

  /// What a signer may write: a certificate, once, and no verdict.
  static void checkStatus(
      CertificateSigningRequest updated, CertificateSigningRequest existing, Problems problems) {
    checkUpdate(updated, existing, problems);
    for (var type : List.of("Approved", "Denied")) {
      if (of(type, updated).size() > of(type, existing).size()) {
        problems.forbidden(
            CONDITIONS, "updates may not add a condition of type \"%s\"".formatted(type));
      }
    }
    var now = updated.getStatus().getCertificate();
    var before = existing.getStatus().getCertificate();
    if (!now.equals(before) && !before.isEmpty()) {
      problems.forbidden(CERTIFICATE, "updates may not modify existing certificate content");
    }
  }

  /// What was wrong before may stay wrong.
  private static void checkCertificate(
      CertificateSigningRequest updated, CertificateSigningRequest existing, Problems problems) {
    var now = updated.getStatus().getCertificate().toStringUtf8();
    var before = existing.getStatus().getCertificate().toStringUtf8();
    if (!now.equals(before) && IssuedCertificate.complaint(before).isEmpty()) {
      IssuedCertificate.complaint(now)
          .ifPresent(complaint -> problems.invalid(CERTIFICATE, "<certificate data>", complaint));
    }
  }

  static List<CertificateSigningRequestCondition> of(
      String type, CertificateSigningRequest request) {
    return request.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(type))
        .toList();
  }

  private static void checkSpec(CertificateSigningRequestSpec spec, Problems problems) {
    EncodedRequest.complaint(spec.getRequest().toString(StandardCharsets.UTF_8))
        .ifPresent(complaint ->
            problems.invalid(
                Problems.SPEC.child("request"),
                Base64.getEncoder().encodeToString(spec.getRequest().toByteArray()),
                complaint));
    checkUsages(spec.getUsagesList(), Problems.SPEC.child("usages"), problems);
    var signer = Problems.SPEC.child("signerName");
    if (spec.getSignerName().equals(LEGACY)) {
      problems.invalid(signer, LEGACY, "the legacy signerName is not allowed via this API version");
    } else {
      checkSigner(spec.getSignerName(), signer, problems);
    }
    if (spec.hasExpirationSeconds() && spec.getExpirationSeconds() < MIN_SECONDS) {
      problems.invalid(
          Problems.SPEC.child("expirationSeconds"),
          spec.getExpirationSeconds(),
          "may not specify a duration less than 600 seconds (10 minutes)");
    }
  }

  private static void checkUsages(List<String> usages, FieldPath path, Problems problems) {
    if (usages.isEmpty()) {
      problems.required(path);
    }
    for (int i = 0; i < usages.size(); i++) {
      problems.oneOf(path.index(i), usages.get(i), USAGES);
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < usages.size(); i++) {
      if (!seen.add(usages.get(i))) {
        problems.duplicate(path.index(i), usages.get(i));
      }
    }
  }

  /// A domain and a name in it: `example.com/signer`.
  private static void checkSigner(String signer, FieldPath path, Problems problems) {
    if (signer.isEmpty()) {
      problems.required(path);
      return;
    }
    var segments = signer.split("/", -1);
    if (segments.length != 2) {
      problems.invalid(
          path,
          signer,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    var domain = segments[0];
    if (domain.length() > MAX_DOMAIN) {
      problems.tooLong(path, MAX_DOMAIN);
    }
    var labels = List.of(domain.split("\\.", -1));
    labels.stream()
        .filter(label -> !Names.isDns1123Label(label).isEmpty())
        .findFirst()
        .ifPresent(label -> complain(label, Names.isDns1123Label(label), domain, path, problems));
    if (labels.size() < 2) {
      problems.invalid(
          path, domain, "should be a domain with at least two segments separated by dots");
    }
    List.of(segments[1].split("\\.", -1)).stream()
        .filter(label -> !Names.isDns1123Subdomain(label).isEmpty())
        .findFirst()
        .ifPresent(
            label -> complain(label, Names.isDns1123Subdomain(label), segments[1], path, problems));
    if (signer.length() > MAX_SIGNER) {
      problems.tooLong(path, MAX_SIGNER);
    }
  }

  private static void complain(
      String label, List<String> complaints, String segment, FieldPath path, Problems problems) {
    complaints.forEach(c ->
        problems.invalid(
            path, segment, "validating label %s: %s".formatted(GoText.quote(label), c)));
  }

  /// @param before what was wrong there is no news
  private static void checkConditions(
      CertificateSigningRequest request, CertificateSigningRequest before, Problems problems) {
    boolean undecided = of("Approved", before).isEmpty() || of("Denied", before).isEmpty();
    var seen = new HashSet<String>();
    var conditions = request.getStatus().getConditionsList();
    for (int i = 0; i < conditions.size(); i++) {
      var type = conditions.get(i).getType();
      var path = CONDITIONS.index(i);
      if (type.isEmpty()) {
        problems.required(path.child("type"));
      }
      if (conditions.get(i).getStatus().isEmpty()) {
        problems.required(path.child("status"));
      } else {
        problems.oneOf(
            path.child("status"),
            conditions.get(i).getStatus(),
            FINAL.contains(type) ? List.of("True") : STATUSES);
      }
      boolean against =
          (type.equals("Approved") && seen.contains("Denied"))
              || (type.equals("Denied") && seen.contains("Approved"));
      if (undecided && against) {
        problems.invalid(CONDITIONS, type, "Approved and Denied conditions are mutually exclusive");
      }
      if (!seen.add(type)) {
        problems.duplicate(path.child("type"), type);
      }
    }
  }
}
