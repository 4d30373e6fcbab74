package dev.coxswain.apiserver.request;

import dev.coxswain.apiserver.authn.UserInfo;
import java.time.Instant;
import java.util.function.Consumer;

/// For whom a request is handled.
///
/// @param warnings takes each text for the client's eyes that does not fail the request
public record RequestContext(
    UserInfo user, String userAgent, Instant received, Consumer<String> warnings) {}
