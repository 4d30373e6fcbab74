package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for a host name that takes the place of every other one.
final class HostnameOverrideValidation {
  private static final int MAX = 64;

  private HostnameOverrideValidation() {}

  static void check(PodSpec spec, FieldPath path, Problems problems) {
    var name = spec.getHostnameOverride();
    if (name.length() > MAX) {
      problems.tooLong(path, MAX);
    }
    problems.invalid(path, name, Names.isDns1123Subdomain(name));
    if (spec.getHostNetwork()) {
      problems.forbidden(path, "may not be specified when `hostNetwork` is true");
    }
    if (spec.getSetHostnameAsFQDN()) {
      problems.forbidden(path, "may not be specified when `setHostnameAsFQDN` is true");
    }
  }
}
