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

  /// A name of two or more parts, none of them too long: `example.com`, also `example.com.`
  public static void checkDomain(String name, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
      return;
    }
    var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var complaints = Names.isDns1123Subdomain(bare);
    if (!complaints.isEmpty()) {
      problems.invalid(path, bare, String.join(",", complaints));
      return;
    }
    var labels = bare.split("\\.", -1);
    if (labels.length < 2) {
      problems.invalid(
          path, bare, "should be a domain with at least two segments separated by dots");
      return;
    }
    for (var label : labels) {
      problems.invalid(path, label, Names.isDns1123Label(label));
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
