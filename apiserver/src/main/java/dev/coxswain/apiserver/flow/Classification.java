package dev.coxswain.apiserver.flow;

/// As what a request counts, for clients that look into why they wait.
///
/// @param schemaUid of the flow schema that it matched
/// @param levelUid of the priority level whose seats it takes
public record Classification(String schemaUid, String levelUid) {}
