package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kubectl create role`, `clusterrole`, `rolebinding` and `clusterrolebinding`.
final class CreateRbacCommands {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String API_VERSION = GROUP + "/v1";

  private CreateRbacCommands() {}

  /// What both kinds of role have in common.
  abstract static class Role extends Generator {
    @Option(names = "--verb", split = ",", description = "What is allowed.")
    List<String> verbs = List.of();

    @Option(names = "--resource", split = ",", description = "TYPE[.GROUP][/SUBRESOURCE].")
    List<String> resources = List.of();

    @Option(names = "--resource-name", split = ",", description = "Only these objects.")
    List<String> names = List.of();

    @Override
    String refused() {
      return "";
    }

    void addRules(Session session, ObjectNode role) {
      Map<String, TreeSet<String>> byGroup = new LinkedHashMap<>();
      for (String text : resources) {
        int slash = text.indexOf('/');
        ApiResource found = session.discovery().named(slash < 0 ? text : text.substring(0, slash));
        byGroup
            .computeIfAbsent(found.group(), _ -> new TreeSet<>())
            .add(found.plural() + (slash < 0 ? "" : text.substring(slash)));
      }
      var rules = role.putArray("rules");
      byGroup.forEach((group, plurals) -> {
        var rule = rules.addObject();
        addAll(rule, "apiGroups", List.of(group));
        if (!names.isEmpty()) {
          addAll(rule, "resourceNames", names);
        }
        addAll(rule, "resources", List.copyOf(plurals));
        addAll(rule, "verbs", verbs);
      });
    }

    void require() {
      if (verbs.isEmpty()) {
        throw new Failure("at least one verb must be specified");
      }
    }
  }

  /// `kubectl create role`
  @Command(name = "role", description = "Creates a role.")
  static final class OfRole extends Role {
    @Override
    String resource() {
      return "roles." + GROUP;
    }

    @Override
    ObjectNode object(Session session) {
      require();
      if (resources.isEmpty()) {
        throw new Failure("at least one resource must be specified");
      }
      var role = Objects.object(API_VERSION, "Role", name);
      addRules(session, role);
      return role;
    }
  }

  /// `kubectl create clusterrole`
  @Command(name = "clusterrole", description = "Creates a cluster role.")
  static final class OfClusterRole extends Role {
    @Option(names = "--non-resource-url", split = ",", description = "Paths outside the API.")
    List<String> urls = List.of();

    @Option(names = "--aggregation-rule", defaultValue = "", description = "Labels of other roles.")
    String aggregation;

    @Override
    String resource() {
      return "clusterroles." + GROUP;
    }

    @Override
    ObjectNode object(Session session) {
      var role = Objects.object(API_VERSION, "ClusterRole", name);
      if (!aggregation.isEmpty()) {
        var labels =
            role.putObject("aggregationRule")
                .putArray("clusterRoleSelectors")
                .addObject()
                .putObject("matchLabels");
        Objects.labels(aggregation).forEach(labels::put);
        role.putArray("rules");
        return role;
      }
      require();
      if (resources.isEmpty() && urls.isEmpty()) {
        throw new Failure("one of resource or nonResourceURL must be specified");
      }
      addRules(session, role);
      if (!urls.isEmpty()) {
        var rule = role.withArray("/rules").addObject();
        addAll(rule, "nonResourceURLs", urls);
        addAll(rule, "verbs", verbs);
      }
      return role;
    }
  }

  /// What both kinds of binding have in common.
  abstract static class Binding extends Generator {
    @Option(names = "--user", split = ",", description = "Users who get the role.")
    List<String> users = List.of();

    @Option(names = "--group", split = ",", description = "Groups that get the role.")
    List<String> groups = List.of();

    @Option(
        names = "--serviceaccount",
        split = ",",
        description = "NAMESPACE:NAME of accounts that get the role.")
    List<String> accounts = List.of();

    @Option(names = "--clusterrole", defaultValue = "", description = "The cluster role.")
    String clusterRole;

    ObjectNode binding(String kind, String roleKind, String role) {
      var binding = Objects.object(API_VERSION, kind, name);
      binding.putObject("roleRef").put("apiGroup", GROUP).put("kind", roleKind).put("name", role);
      var subjects = binding.arrayNode();
      users.forEach(user ->
          subjects.addObject().put("apiGroup", GROUP).put("kind", "User").put("name", user));
      groups.forEach(group ->
          subjects.addObject().put("apiGroup", GROUP).put("kind", "Group").put("name", group));
      for (String account : accounts) {
        String[] parts = account.split(":", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
          throw new Failure("serviceaccount must be <namespace>:<name>");
        }
        subjects
            .addObject()
            .put("kind", "ServiceAccount")
            .put("name", parts[1])
            .put("namespace", parts[0]);
      }
      if (!subjects.isEmpty()) {
        binding.set("subjects", subjects);
      }
      return binding;
    }
  }

  /// `kubectl create rolebinding`
  @Command(name = "rolebinding", description = "Creates a role binding.")
  static final class OfRoleBinding extends Binding {
    @Option(names = "--role", defaultValue = "", description = "The role.")
    String role;

    @Override
    String resource() {
      return "rolebindings." + GROUP;
    }

    @Override
    String refused() {
      return "failed to create rolebinding:";
    }

    @Override
    ObjectNode object(Session session) {
      if (role.isEmpty() == clusterRole.isEmpty()) {
        throw new Failure("exactly one of clusterrole or role must be specified");
      }
      return role.isEmpty()
          ? binding("RoleBinding", "ClusterRole", clusterRole)
          : binding("RoleBinding", "Role", role);
    }
  }

  /// `kubectl create clusterrolebinding`
  @Command(name = "clusterrolebinding", description = "Creates a cluster role binding.")
  static final class OfClusterRoleBinding extends Binding {
    @Override
    String resource() {
      return "clusterrolebindings." + GROUP;
    }

    @Override
    String refused() {
      return "failed to create clusterrolebinding:";
    }

    @Override
    ObjectNode object(Session session) {
      if (clusterRole.isEmpty()) {
        throw new Failure("clusterrole must be specified");
      }
      return binding("ClusterRoleBinding", "ClusterRole", clusterRole);
    }
  }
}
