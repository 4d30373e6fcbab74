package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.WindowsSecurityContextOptions;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// The rules for the rights of pods and containers on Windows.
final class WindowsValidation {
  private static final int MAX_CREDENTIAL_KIB = 64;
  private static final int MAX_DOMAIN = 256;
  private static final int MAX_USER = 104;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern NET_BIOS =
      Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
  private static final String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern DNS = Pattern.compile(DNS_LABEL + "(?:\\." + DNS_LABEL + ")*");
  private static final Pattern BAD_USER = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");
  private static final Pattern DOTS_OR_SPACES = Pattern.compile("[. ]+");

  private WindowsValidation() {}

  static void check(WindowsSecurityContextOptions options, FieldPath path, Problems problems) {
    if (options.hasGmsaCredentialSpecName()) {
      problems.invalid(
          path.child("gmsaCredentialSpecName"),
          options.getGmsaCredentialSpecName(),
          Names.isDns1123Subdomain(options.getGmsaCredentialSpecName()));
    }
    if (options.hasGmsaCredentialSpec()) {
      checkCredential(options.getGmsaCredentialSpec(), path.child("gmsaCredentialSpec"), problems);
    }
    if (options.hasRunAsUserName()) {
      checkUser(options.getRunAsUserName(), path.child("runAsUserName"), problems);
    }
  }

  /// Either all containers are processes of the node, or none.
  static void checkHostProcesses(PodSpec spec, FieldPath path, Problems problems) {
    var ofPod = spec.getSecurityContext().getWindowsOptions();
    var processes = new ArrayList<Boolean>();
    PodContainers.each(
        spec,
        path,
        (container, at) -> {
          var own = container.getSecurityContext().getWindowsOptions();
          if (ofPod.hasHostProcess()
              && own.hasHostProcess()
              && ofPod.getHostProcess() != own.getHostProcess()) {
            problems.invalid(
                at.child("securityContext", "windowsOptions", "hostProcess"),
                own.getHostProcess(),
                "pod hostProcess value must be identical if both are specified, was "
                    + ofPod.getHostProcess());
          }
          processes.add(own.hasHostProcess() ? own.getHostProcess() : ofPod.getHostProcess());
        });
    if (!processes.contains(true)) {
      return;
    }
    if (processes.contains(false)) {
      problems.invalid(
          path,
          "",
          "If pod contains any hostProcess containers then all containers must be HostProcess"
              + " containers");
    }
    if (!spec.getHostNetwork()) {
      problems.invalid(
          path.child("hostNetwork"),
          false,
          "hostNetwork must be true if pod contains any hostProcess containers");
    }
  }

  private static void checkCredential(String credential, FieldPath path, Problems problems) {
    if (credential.isEmpty()) {
      problems.invalid(path, credential, "gmsaCredentialSpec cannot be an empty string");
    } else if (credential.getBytes(StandardCharsets.UTF_8).length > MAX_CREDENTIAL_KIB * 1024) {
      problems.invalid(
          path,
          credential,
          "gmsaCredentialSpec size must be under %d KiB".formatted(MAX_CREDENTIAL_KIB));
    }
  }

  private static void checkUser(String name, FieldPath path, Problems problems) {
    var parts = name.split("\\\\", -1);
    if (name.isEmpty()) {
      problems.invalid(path, name, "runAsUserName cannot be an empty string");
    } else if (CONTROL.matcher(name).find()) {
      problems.invalid(path, name, "runAsUserName cannot contain control characters");
    } else if (parts.length > 2) {
      problems.invalid(path, name, "runAsUserName cannot contain more than one backslash");
    } else {
      if (parts.length == 2) {
        checkDomain(parts[0], name, path, problems);
      }
      checkAccount(parts[parts.length - 1], name, path, problems);
    }
  }

  private static void checkDomain(String domain, String name, FieldPath path, Problems problems) {
    if (domain.length() >= MAX_DOMAIN) {
      problems.invalid(
          path,
          name,
          "runAsUserName's Domain length must be under %d characters".formatted(MAX_DOMAIN));
    }
    if (!NET_BIOS.matcher(domain).matches() && !DNS.matcher(domain).matches()) {
      problems.invalid(
          path, name, "runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
  }

  private static void checkAccount(String user, String name, FieldPath path, Problems problems) {
    if (user.isEmpty()) {
      problems.invalid(path, name, "runAsUserName's User cannot be empty");
    } else if (user.length() > MAX_USER) {
      problems.invalid(
          path,
          name,
          "runAsUserName's User length must not be longer than %d characters".formatted(MAX_USER));
    }
    if (DOTS_OR_SPACES.matcher(user).matches()) {
      problems.invalid(path, name, "runAsUserName's User cannot contain only periods or spaces");
    }
    if (BAD_USER.matcher(user).find()) {
      problems.invalid(
          path,
          name,
          "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
    }
  }
}
