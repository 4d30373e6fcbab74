package dev.coxswain.kubelet.runtime;

/// How to introduce ourselves to a registry.
///
/// @param registry its host and port
public record RegistryLogin(String registry, String username, String password) {}
