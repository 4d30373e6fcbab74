package dev.coxswain.kubectl.rest;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where the API server is, how to trust it, and who asks.
///
/// @param namespace the context's namespace; `default` when it names none
/// @param impersonate the user of `--as`
public record Connection(
    URI server,
    SSLContext tls,
    Optional<String> token,
    String namespace,
    Optional<String> impersonate) {}
