package dev.coxswain.kubelet.probes;

/// What one probe found.
///
/// @param detail why it failed, or what it saw
record Answer(boolean success, String detail) {
  static Answer good(String detail) {
    return new Answer(true, detail);
  }

  static Answer bad(String detail) {
    return new Answer(false, detail);
  }
}
