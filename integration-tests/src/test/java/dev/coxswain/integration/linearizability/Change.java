package dev.coxswain.integration.linearizability;

/// One committed change of one object.
///
/// @param revision the store's, which is the object's `resourceVersion` after it
/// @param type `ADDED`, `MODIFIED` or `DELETED`
record Change(long revision, String type, String name) {}
