package dev.coxswain.apiserver.request;

import dev.coxswain.apiserver.authn.UserInfo;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// For whom a request is handled.
///
/// @param warnings takes each text for the client's eyes that does not fail the request
/// @param auditAnnotations takes each key and value that the audit log is to show
public record RequestContext(
    UserInfo user,
    String userAgent,
    Instant received,
    Consumer<String> warnings,
    BiConsumer<String, String> auditAnnotations) {

  /// A request that no audit log shows.
  public RequestContext(
      UserInfo user, String userAgent, Instant received, Consumer<String> warnings) {
    this(user, userAgent, received, warnings, (_, _) -> {});
  }
}
