package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import java.util.regex.Pattern;

/// Names that begin with somebody's domain.
public final class DomainNames {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

  private DomainNames() {}

  /// A domain and a path below it: `example.com/what`.
  public static void checkPrefixedPath(String name, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
      return;
    }
    int slash = name.indexOf('/');
    if (slash <= 0 || slash == name.length() - 1) {
      problems.invalid(path, name, "must be a domain-prefixed path (such as \"acme.io/foo\")");
      return;
    }
    var domain = name.substring(0, slash);
    var rest = name.substring(slash + 1);
    problems.invalid(path, domain, Names.isDns1123Subdomain(domain));
    if (!PATH.matcher(rest).matches()) {
      problems.invalid(path, rest, Messages.regex("Invalid path", PATH.pattern()));
    }
  }

  /// A name of three or more parts: `a.example.com`.
  public static void checkFullyQualified(String name, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
      return;
    }
    var complaints = Names.isDns1123Subdomain(name);
    if (!complaints.isEmpty()) {
      problems.invalid(path, name, String.join(",", complaints));
    } else if (name.split("\\.", -1).length < 3) {
      problems.invalid(
          path, name, "should be a domain with at least three segments separated by dots");
    }
  }
}
