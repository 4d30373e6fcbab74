package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for how a pod resolves names.
final class DnsValidation {
  private static final List<String> POLICIES =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final int MAX_NAMESERVERS = 3;
  private static final int MAX_SEARCHES = 32;
  private static final int MAX_SEARCH_CHARACTERS = 2048;

  private DnsValidation() {}

  static void checkPolicy(PodSpec spec, FieldPath path, Problems problems) {
    if (spec.getDnsPolicy().isEmpty()) {
      problems.required(path);
    } else {
      problems.oneOf(path, spec.getDnsPolicy(), POLICIES);
    }
  }

  static void checkConfig(PodSpec spec, FieldPath path, Problems problems) {
    boolean none = spec.getDnsPolicy().equals("None");
    if (!spec.hasDnsConfig()) {
      if (none) {
        problems.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
      }
      return;
    }
    var config = spec.getDnsConfig();
    var servers = path.child("nameservers");
    if (none && config.getNameserversCount() == 0) {
      problems.required(
          servers, "must provide at least one DNS nameserver when `dnsPolicy` is None");
      return;
    }
    if (config.getNameserversCount() > MAX_NAMESERVERS) {
      problems.invalid(
          servers,
          config.getNameserversList().stream().toList(),
          "must not have more than " + MAX_NAMESERVERS + " nameservers");
    }
    for (int i = 0; i < config.getNameserversCount(); i++) {
      problems.invalid(
          servers.index(i),
          config.getNameservers(i),
          Addresses.isValidIp(config.getNameservers(i)));
    }
    checkSearches(config.getSearchesList(), path.child("searches"), problems);
    for (int i = 0; i < config.getOptionsCount(); i++) {
      if (config.getOptions(i).getName().isEmpty()) {
        problems.required(path.child("options").index(i), "must not be empty");
      }
    }
  }

  private static void checkSearches(List<String> searches, FieldPath path, Problems problems) {
    var shown = List.copyOf(searches);
    if (searches.size() > MAX_SEARCHES) {
      problems.invalid(path, shown, "must not have more than " + MAX_SEARCHES + " search paths");
    }
    if (String.join(" ", searches).length() > MAX_SEARCH_CHARACTERS) {
      problems.invalid(
          path,
          shown,
          "must not have more than "
              + MAX_SEARCH_CHARACTERS
              + " characters (including spaces) in the search list");
    }
    for (int i = 0; i < searches.size(); i++) {
      var search = searches.get(i);
      var name = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
      if (!search.equals(".")) {
        problems.invalid(path.index(i), name, Names.isDns1123SubdomainWithUnderscore(name));
      }
    }
  }
}
