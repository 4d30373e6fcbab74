package dev.coxswain.scheduler.framework;

/// Told how long all plugins of an extension point took together.
public interface ExtensionPointTimer {
  /// How it ended, in upstream's words.
  enum Status {
    SUCCESS("Success"),
    UNSCHEDULABLE("Unschedulable"),
    ERROR("Error");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    public static Status of(boolean success) {
      return success ? SUCCESS : UNSCHEDULABLE;
    }

    public String text() {
      return text;
    }
  }

  /// A steady clock, in nanoseconds from anywhen.
  long now();

  /// The plugins have run, since then and until now.
  ///
  /// @param point such as `PreFilter`
  /// @param start what [#now] said before
  void ran(String profile, String point, Status status, long start);
}
