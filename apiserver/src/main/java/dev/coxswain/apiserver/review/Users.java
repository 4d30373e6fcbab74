package dev.coxswain.apiserver.review;

import dev.coxswain.api.authentication.v1.ExtraValue;
import dev.coxswain.apiserver.authn.UserInfo;
import java.util.TreeMap;

/// Users as the API shows them.
final class Users {
  private Users() {}

  static dev.coxswain.api.authentication.v1.UserInfo toProto(UserInfo user) {
    var proto =
        dev.coxswain.api.authentication.v1.UserInfo.newBuilder()
            .setUsername(user.name())
            .setUid(user.uid())
            .addAllGroups(user.groups());
    new TreeMap<>(user.extra())
        .forEach((key, values) ->
            proto.putExtra(key, ExtraValue.newBuilder().addAllItems(values).build()));
    return proto.build();
  }
}
