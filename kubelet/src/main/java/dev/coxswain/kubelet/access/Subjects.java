package dev.coxswain.kubelet.access;

import dev.coxswain.api.authentication.v1.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/// Users as certificates name them: the common name is the user, organizations are the groups.
final class Subjects {
  private Subjects() {}

  /// Empty for a subject without a common name.
  static Optional<UserInfo> of(X500Principal principal) {
    var name = principal.getName();
    try {
      var subject = new LdapName(name);
      return values(subject, "CN").stream()
          .findFirst()
          .map(user ->
              UserInfo.newBuilder()
                  .setUsername(user)
                  .addAllGroups(values(subject, "O").reversed())
                  .build());
    } catch (InvalidNameException e) {
      throw new IllegalStateException("wants a distinguished name, got " + name, e);
    }
  }

  /// The last attribute of the certificate comes first.
  private static List<String> values(LdapName subject, String type) {
    var values = new ArrayList<String>();
    for (var part : subject.getRdns().reversed()) {
      var attribute = part.toAttributes().get(type);
      for (int i = 0; attribute != null && i < attribute.size(); i++) {
        try {
          values.add(attribute.get(i).toString());
        } catch (NamingException e) {
          throw new IllegalStateException("wants a value of " + type + " in " + subject, e);
        }
      }
    }
    return values;
  }
}
