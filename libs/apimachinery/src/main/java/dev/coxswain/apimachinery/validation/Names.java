package dev.coxswain.apimachinery.validation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Names of objects, labels, ports, variables and keys.
public final class Names {
  static final int LABEL_LENGTH = 63;
  static final int SUBDOMAIN_LENGTH = 253;

  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";
  private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String DNS_SUBDOMAIN = DNS_LABEL + "(\\." + DNS_LABEL + ")*";
  private static final String WITH_UNDERSCORE =
      "[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*";
  private static final String WILDCARD = "\\*\\." + DNS_SUBDOMAIN;
  private static final String DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String C_IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String ENV_VAR = "[-._a-zA-Z][-._a-zA-Z0-9]*";
  private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
  private static final String HEADER = "[-A-Za-z0-9]+";
  private static final String PERCENT = "[0-9]+%";

  private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
  private static final Pattern LABEL_VALUE_PATTERN = Pattern.compile(LABEL_VALUE);
  private static final Pattern DNS_LABEL_PATTERN = Pattern.compile(DNS_LABEL);
  private static final Pattern DNS_SUBDOMAIN_PATTERN = Pattern.compile(DNS_SUBDOMAIN);
  private static final Pattern WITH_UNDERSCORE_PATTERN = Pattern.compile(WITH_UNDERSCORE);
  private static final Pattern WILDCARD_PATTERN = Pattern.compile(WILDCARD);
  private static final Pattern DNS_1035_PATTERN = Pattern.compile(DNS_1035);
  private static final Pattern C_IDENTIFIER_PATTERN = Pattern.compile(C_IDENTIFIER);
  private static final Pattern ENV_VAR_PATTERN = Pattern.compile(ENV_VAR);
  private static final Pattern RELAXED_ENV_VAR_PATTERN = Pattern.compile("[ -<>-~]+");
  private static final Pattern CONFIG_KEY_PATTERN = Pattern.compile(CONFIG_KEY);
  private static final Pattern HEADER_PATTERN = Pattern.compile(HEADER);
  private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);
  private static final Pattern PORT_CHARACTERS = Pattern.compile("[-a-z0-9]+");
  private static final Pattern LETTER = Pattern.compile("[a-z]");

  private Names() {}

  /// A label or annotation key: `name` or `dns.prefix/name`.
  public static List<String> isQualifiedName(String value) {
    var parts = value.split("/", -1);
    if (parts.length > 2) {
      return List.of(
          Messages.regex(
                  "a valid label key must consist of alphanumeric characters, '-', '_' or '.',"
                      + " and must start and end with an alphanumeric character",
                  QUALIFIED,
                  "MyName",
                  "my.name",
                  "123-abc")
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    var problems = new ArrayList<String>();
    if (parts.length == 2) {
      var prefix = parts[0].isEmpty() ? List.of("must be non-empty") : isDns1123Subdomain(parts[0]);
      prefix.forEach(problem -> problems.add("prefix part " + problem));
    }
    var name = parts[parts.length - 1];
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    } else if (bytes(name) > LABEL_LENGTH) {
      problems.add("name part " + Messages.maxBytes(LABEL_LENGTH));
    }
    if (!QUALIFIED_PATTERN.matcher(name).matches()) {
      problems.add(
          "name part "
              + Messages.regex(
                  "must consist of alphanumeric characters, '-', '_' or '.',"
                      + " and must start and end with an alphanumeric character",
                  QUALIFIED,
                  "MyName",
                  "my.name",
                  "123-abc"));
    }
    return problems;
  }

  public static List<String> isValidLabelValue(String value) {
    var problems = new ArrayList<String>();
    if (bytes(value) > LABEL_LENGTH) {
      problems.add(Messages.maxBytes(LABEL_LENGTH));
    }
    if (!LABEL_VALUE_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
                  + " '.', and must start and end with an alphanumeric character",
              LABEL_VALUE,
              "MyValue",
              "my_value",
              "12345"));
    }
    return problems;
  }

  public static List<String> isDns1123Label(String value) {
    var problems = tooLong(value, LABEL_LENGTH);
    if (!DNS_LABEL_PATTERN.matcher(value).matches()) {
      problems.add(
          DNS_SUBDOMAIN_PATTERN.matcher(value).matches()
              ? "must not contain dots"
              : Messages.regex(
                  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
                      + " and must start and end with an alphanumeric character",
                  DNS_LABEL,
                  "my-name",
                  "123-abc"));
    }
    return problems;
  }

  public static List<String> isDns1123Subdomain(String value) {
    var problems = tooLong(value, SUBDOMAIN_LENGTH);
    if (!DNS_SUBDOMAIN_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                  + " '.', and must start and end with an alphanumeric character",
              DNS_SUBDOMAIN,
              "example.com"));
    }
    return problems;
  }

  /// A subdomain in which `_` counts as a letter, as DNS search domains may have it.
  public static List<String> isDns1123SubdomainWithUnderscore(String value) {
    var problems = tooLong(value, SUBDOMAIN_LENGTH);
    if (!WITH_UNDERSCORE_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-', '_'"
                  + " or '.', and must start and end with an alphanumeric character",
              WITH_UNDERSCORE,
              "example.com"));
    }
    return problems;
  }

  public static List<String> isDns1035Label(String value) {
    var problems = tooLong(value, LABEL_LENGTH);
    if (!DNS_1035_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                  + " alphabetic character, and end with an alphanumeric character",
              DNS_1035,
              "my-name",
              "abc-123"));
    }
    return problems;
  }

  public static List<String> isWildcardDns1123Subdomain(String value) {
    var problems = tooLong(value, SUBDOMAIN_LENGTH);
    if (!WILDCARD_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which"
                  + " must consist of lower case alphanumeric characters, '-' or '.' and end with an"
                  + " alphanumeric character",
              WILDCARD,
              "*.example.com"));
    }
    return problems;
  }

  public static List<String> isCIdentifier(String value) {
    return C_IDENTIFIER_PATTERN.matcher(value).matches()
        ? List.of()
        : List.of(
            Messages.regex(
                "a valid C identifier must start with alphabetic character or '_', followed by a string of"
                    + " alphanumeric characters or '_'",
                C_IDENTIFIER,
                "my_name",
                "MY_NAME",
                "MyName"));
  }

  /// The strict form; containers may use [#isRelaxedEnvVarName].
  public static List<String> isEnvVarName(String value) {
    var problems = new ArrayList<String>();
    if (!ENV_VAR_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or"
                  + " '.', and must not start with a digit",
              ENV_VAR,
              "my.env-name",
              "MY_ENV.NAME",
              "MyEnvName1"));
    }
    problems.addAll(changesDirectory(value));
    return problems;
  }

  public static List<String> isRelaxedEnvVarName(String value) {
    if (value.isEmpty()) {
      return List.of("environment variable name must be non-empty");
    }
    return RELAXED_ENV_VAR_PATTERN.matcher(value).matches()
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters other than"
                + " '='");
  }

  /// A key of a ConfigMap or Secret.
  public static List<String> isConfigMapKey(String value) {
    var problems = tooLong(value, SUBDOMAIN_LENGTH);
    if (!CONFIG_KEY_PATTERN.matcher(value).matches()) {
      problems.add(
          Messages.regex(
              "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
              CONFIG_KEY,
              "key.name",
              "KEY_NAME",
              "key-name"));
    }
    problems.addAll(changesDirectory(value));
    return problems;
  }

  /// The name of a container's port, which is an IANA service name.
  public static List<String> isValidPortName(String value) {
    var problems = tooLong(value, 15);
    if (!PORT_CHARACTERS.matcher(value).matches()) {
      problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!LETTER.matcher(value).find()) {
      problems.add("must contain at least one letter (a-z)");
    }
    if (value.contains("--")) {
      problems.add("must not contain consecutive hyphens");
    }
    if (value.startsWith("-") || value.endsWith("-")) {
      problems.add("must not begin or end with a hyphen");
    }
    return problems;
  }

  public static List<String> isHttpHeaderName(String value) {
    return HEADER_PATTERN.matcher(value).matches()
        ? List.of()
        : List.of(
            Messages.regex(
                "a valid HTTP header must consist of alphanumeric characters or '-'",
                HEADER,
                "X-Header-Name"));
  }

  public static List<String> isValidPercent(String value) {
    return PERCENT_PATTERN.matcher(value).matches()
        ? List.of()
        : List.of(
            Messages.regex(
                "a valid percent string must be a numeric string followed by an ending '%'",
                PERCENT, "1%", "93%"));
  }

  /// What may stand between two slashes of a path: the names of roles and the like.
  public static List<String> isPathSegmentName(String value) {
    if (value.equals(".") || value.equals("..")) {
      return List.of("may not be '" + value + "'");
    }
    return isPathSegmentPrefix(value);
  }

  /// As [#isPathSegmentName] for the start of a name that is generated.
  public static List<String> isPathSegmentPrefix(String value) {
    var problems = new ArrayList<String>();
    for (var bad : List.of("/", "%")) {
      if (value.contains(bad)) {
        problems.add("may not contain '" + bad + "'");
      }
    }
    return problems;
  }

  private static List<String> changesDirectory(String value) {
    if (value.equals(".") || value.equals("..")) {
      return List.of("must not be '" + value + "'");
    }
    return value.startsWith("..") ? List.of("must not start with '..'") : List.of();
  }

  private static List<String> tooLong(String value, int limit) {
    var problems = new ArrayList<String>();
    if (bytes(value) > limit) {
      problems.add(Messages.maxCharacters(limit));
    }
    return problems;
  }

  private static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }
}
