package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
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
          "Who is asked, in this order: Node, RBAC, AlwaysAllow, AlwaysDeny (default: ${DEFAULT-VALUE}).")
  List<Mode> modes;

  Authorizer authorizer(Lookup lookup) {
    var chain = new ArrayList<Authorizer>();
    chain.add(new Superusers());
    for (var mode : modes) {
      chain.addAll(authorizers(mode, lookup));
    }
    return Authorizer.firstOf(chain);
  }

  private static List<Authorizer> authorizers(Mode mode, Lookup lookup) {
    return switch (mode) {
      case NODE -> List.of(new NodeAuthorizer(lookup));
      case RBAC -> List.of(new RbacAuthorizer(lookup), new ControllerRights(lookup));
      case ALWAYSALLOW -> List.of(_ -> Decision.allow(""));
      case ALWAYSDENY -> List.of(_ -> Decision.deny("Everything is forbidden."));
    };
  }
}
