package dev.coxswain.apiserver.flow;

/// Requests that wait in one line.
///
/// @param schema the name of the flow schema that sorted them here
/// @param level the name of the priority level whose seats they share
/// @param distinguisher the user or namespace that tells them from others of the same schema
public record Flow(String schema, String level, String distinguisher) {}
