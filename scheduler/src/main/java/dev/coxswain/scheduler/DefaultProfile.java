package dev.coxswain.scheduler;

/// The profile for pods that name no scheduler of their own.
public final class DefaultProfile {
  public static final String NAME = "default-scheduler";

  private DefaultProfile() {}
}
