package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ClusterTrustBundleProjection;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for certificates of signers in volumes: one bundle by its name, or all of a signer.
final class TrustBundleValidation {
  private TrustBundleValidation() {}

  static void check(ClusterTrustBundleProjection bundle, FieldPath path, Problems problems) {
    if (bundle.hasName() && bundle.hasSignerName()) {
      problems.invalid(
          path, GoStruct.of(bundle).tree(), "only one of name and signerName may be used");
    } else if (bundle.hasName()) {
      checkName(bundle, path, problems);
    } else if (bundle.hasSignerName()) {
      checkSigner(bundle, path, problems);
    } else {
      problems.required(path, "either name or signerName must be specified");
    }
    VolumeSourceValidation.required(bundle.getPath(), path.child("path"), problems);
    Paths.checkLocalNonReserved(bundle.getPath(), path.child("path"), problems);
  }

  private static void checkName(
      ClusterTrustBundleProjection bundle, FieldPath path, Problems problems) {
    var name = bundle.getName();
    if (name.isEmpty()) {
      problems.required(path.child("name"), "must be a valid object name");
    }
    // Bundles of a signer are named `signer.example.com:path:name`.
    var own = name.substring(name.lastIndexOf(':') + 1);
    Names.isDns1123Subdomain(own)
        .forEach(complaint ->
            problems.invalid(
                path.child("name"), name, "not a valid clustertrustbundlename: " + complaint));
    if (bundle.hasLabelSelector()) {
      problems.invalid(
          path.child("labelSelector"),
          bundle.getLabelSelector(),
          "labelSelector must be unset if name is specified");
    }
  }

  private static void checkSigner(
      ClusterTrustBundleProjection bundle, FieldPath path, Problems problems) {
    if (bundle.getSignerName().isEmpty()) {
      problems.required(path.child("signerName"), "must be a valid signer name");
    }
    if (bundle.hasLabelSelector()) {
      LabelSelectorValidation.check(
          bundle.getLabelSelector(), path.child("labelSelector"), problems);
    }
  }
}
