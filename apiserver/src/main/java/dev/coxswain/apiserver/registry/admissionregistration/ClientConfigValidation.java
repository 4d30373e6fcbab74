package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.ServiceReference;
import dev.coxswain.api.admissionregistration.v1.WebhookClientConfig;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/// The rules for where a webhook is called.
public final class ClientConfigValidation {
  private static final String FORM = "; desired format: https://host[/path]";

  private ClientConfigValidation() {}

  static void check(WebhookClientConfig config, FieldPath path, Problems problems) {
    if (config.hasUrl() == config.hasService()) {
      problems.required(path, "exactly one of url or service is required");
    } else if (config.hasUrl()) {
      checkUrl(config.getUrl(), path.child("url"), problems);
    } else {
      checkService(config.getService(), path.child("service"), problems);
    }
  }

  public static void checkUrl(String text, FieldPath path, Problems problems) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      problems.required(path, "url must be a valid URL: " + e.getMessage() + FORM);
      return;
    }
    var scheme = Objects.requireNonNullElse(url.getScheme(), "");
    if (!scheme.equals("https")) {
      problems.invalid(path, scheme, "'https' is the only allowed URL scheme" + FORM);
    }
    if (url.getRawAuthority() == null) {
      problems.invalid(path, "", "host must be specified" + FORM);
    }
    if (url.getRawUserInfo() != null) {
      problems.invalid(
          path, url.getRawUserInfo(), "user information is not permitted in the URL" + FORM);
    }
    if (url.getRawFragment() != null) {
      problems.invalid(path, url.getFragment(), "fragments are not permitted in the URL" + FORM);
    }
    if (url.getRawQuery() != null) {
      problems.invalid(
          path, url.getRawQuery(), "query parameters are not permitted in the URL" + FORM);
    }
  }

  private static void checkService(ServiceReference service, FieldPath path, Problems problems) {
    if (service.getName().isEmpty()) {
      problems.required(path.child("name"), "service name is required");
    }
    if (service.getNamespace().isEmpty()) {
      problems.required(path.child("namespace"), "service namespace is required");
    }
    var complaints = Numbers.isValidPort(service.getPort());
    if (!complaints.isEmpty()) {
      problems.invalid(
          path.child("port"),
          service.getPort(),
          "port is not valid: " + String.join(",", complaints));
    }
    checkPath(service.getPath(), path.child("path"), problems);
  }

  private static void checkPath(String text, FieldPath path, Problems problems) {
    if (text.isEmpty() || text.equals("/")) {
      return;
    }
    if (text.equals("//")) {
      problems.invalid(path, text, "segment[0] may not be empty");
      return;
    }
    if (!text.startsWith("/")) {
      problems.invalid(path, text, "must start with a '/'");
    }
    int end = text.length() > 1 && text.endsWith("/") ? text.length() - 1 : text.length();
    var steps = text.substring(1, end).split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      if (steps[i].isEmpty()) {
        problems.invalid(path, text, "segment[%d] may not be empty".formatted(i));
      } else {
        for (var complaint : Names.isDns1123Subdomain(steps[i])) {
          problems.invalid(path, text, "segment[%d]: %s".formatted(i, complaint));
        }
      }
    }
  }
}
