package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authn.FrontProxy;
import dev.coxswain.component.CertificateAuthorities;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Proxies that may say on whose behalf they ask.
final class FrontProxyFlags {
  @Option(
      names = "--requestheader-client-ca-file",
      paramLabel = "FILE",
      description = "Whose certificates such a proxy must show, in PEM; none is believed without.")
  Optional<Path> authority = Optional.empty();

  @Option(
      names = "--requestheader-allowed-names",
      paramLabel = "NAME",
      split = ",",
      description = "Common names of such proxies; any will do when absent.")
  List<String> names = List.of();

  @Option(
      names = "--requestheader-username-headers",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "x-remote-user",
      description = "Which headers name the user (default: ${DEFAULT-VALUE}).")
  List<String> users;

  @Option(
      names = "--requestheader-uid-headers",
      paramLabel = "NAME",
      split = ",",
      description = "Which headers have the user's uid.")
  List<String> uids = List.of();

  @Option(
      names = "--requestheader-group-headers",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "x-remote-group",
      description = "Which headers name groups (default: ${DEFAULT-VALUE}).")
  List<String> groups;

  @Option(
      names = "--requestheader-extra-headers-prefix",
      paramLabel = "PREFIX",
      split = ",",
      defaultValue = "x-remote-extra-",
      description = "How headers with more about the user begin (default: ${DEFAULT-VALUE}).")
  List<String> extraPrefixes;

  Optional<FrontProxy> authenticator(InstantSource clock) {
    var headers = new FrontProxy.Headers(users, uids, groups, extraPrefixes);
    return authority
        .map(file -> CertificateAuthorities.ofFile(file, clock))
        .map(authorities -> new FrontProxy(authorities, names, headers, clock));
  }
}
