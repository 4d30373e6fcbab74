package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.authz.Permissions;
import dev.coxswain.apiserver.authz.Superusers;
import dev.coxswain.apiserver.authz.node.NodeAuthorizer;
import dev.coxswain.apiserver.authz.rbac.ControllerRights;
import dev.coxswain.apiserver.authz.rbac.RbacAuthorizer;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Who decides what users may do.
final class AuthorizationFlags {
  enum Mode {
    NODE,
    RBAC,
    ALWAYSALLOW,
    ALWAYSDENY
  }

  @Option(
      names = "--authorization-mode",
      paramLabel = "MODE",
      split = ",",
      defaultValue = "Node,RBAC",
      description =
          "Who is asked, in this order: Node, RBAC, AlwaysAllow, AlwaysDeny (default:"
              + " ${DEFAULT-VALUE}).")
  List<Mode> modes;

  /// @throws IllegalArgumentException if a mode occurs twice
  void check() {
    if (modes.stream().distinct().count() < modes.size()) {
      throw new IllegalArgumentException("wants each --authorization-mode once, got " + modes);
    }
  }

  Authorizer authorizer(Lookup lookup) {
    var chain = new ArrayList<Authorizer>();
    chain.add(new Superusers());
    for (var mode : modes) {
      chain.addAll(authorizers(mode, lookup));
    }
    return Authorizer.firstOf(chain);
  }

  /// Everybody may do everything.
  private static final class AlwaysAllow implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
      return Decision.allow("");
    }

    @Override
    public Permissions permissions(UserInfo user, String namespace) {
      return Permissions.ALL;
    }
  }

  private static List<Authorizer> authorizers(Mode mode, Lookup lookup) {
    return switch (mode) {
      case NODE -> List.of(new NodeAuthorizer(lookup));
      case RBAC -> List.of(new RbacAuthorizer(lookup), new ControllerRights(lookup));
      case ALWAYSALLOW -> List.of(new AlwaysAllow());
      case ALWAYSDENY -> List.of(_ -> Decision.deny("Everything is forbidden."));
    };
  }
}
