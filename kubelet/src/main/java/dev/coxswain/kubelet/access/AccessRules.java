package dev.coxswain.kubelet.access;

import java.time.Duration;

/// How callers are known and what they may.
///
/// @param anonymous whether those who show nothing are let in as `system:anonymous`
/// @param tokens whether the API server is asked about bearer tokens
/// @param tokenTtl how long its answer about a token holds
/// @param authorization whether it is asked about rights
/// @param allowedTtl how long a yes holds
/// @param refusedTtl how long a no holds
public record AccessRules(
    boolean anonymous,
    boolean tokens,
    Duration tokenTtl,
    Authorization authorization,
    Duration allowedTtl,
    Duration refusedTtl) {

  /// Who decides on rights.
  public enum Authorization {
    ALWAYS_ALLOW,
    WEBHOOK
  }
}
