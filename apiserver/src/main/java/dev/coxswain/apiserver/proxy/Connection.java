package dev.coxswain.apiserver.proxy;

import dev.coxswain.apiserver.http.QueryParameters;
import java.util.List;

/// What a client wants to be connected to.
///
/// @param resource `pods`, `nodes` or `services`
/// @param subresource `log`, `exec`, `attach`, `portforward` or `proxy`
/// @param path what follows `proxy` in the path
public record Connection(
    String resource,
    String subresource,
    String namespace,
    String name,
    List<String> path,
    QueryParameters query) {}
